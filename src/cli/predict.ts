import PQueue from 'p-queue';
import stringWidth from 'string-width';
import { isUserError, UserError } from '../errors.ts';
import { openRegistry } from '../host/models.ts';
import { percent } from '../i18n/format.ts';
import { describeError } from '../i18n/messages.ts';
import { predictionIn } from '../model/display-names.ts';
import { ifItHadToBeOne, type Prediction } from '../model/prediction.ts';
import { toJsonError, toJsonResult } from '../registry/json-result.ts';
import { ModelManager } from '../registry/model-manager.ts';
import { openSinglePredictor } from '../registry/single-predictor.ts';
import { DEFAULT_CLASSIFIER } from '../registry/version-name.ts';
import { type CliContext, openEngine, requireWhole } from './context.ts';
import { expandInputs, type Input } from './inputs.ts';
import type { NetworkFileOptions, OpenPredictor } from './network-file.ts';
import { print, printableName, printError } from './print.ts';

export interface PredictCommandOptions extends Partial<NetworkFileOptions> {
	readonly top?: string;
	readonly model?: string;
	readonly json?: true;
}

/** What became of one input. */
type Outcome = { readonly name: string } & (
	| { readonly prediction: Prediction }
	| { readonly refusal: UserError }
);

/** `hantei predict`: predicts what is in files and prints an answer for each, in the order given. Returns the exit code. */
export async function predict(
	names: readonly string[],
	options: PredictCommandOptions,
	context: CliContext,
): Promise<number> {
	const { settings, text, signal } = context;
	const top = requireWhole('--top', options.top ?? (options.json ? '3' : '1'), 1, 1000);
	const given = names.length > 0 || process.stdin.isTTY ? names : ['-'];
	const inputs = await expandInputs(given, settings.IMAGE_MAX_MB * 1e6);
	if (inputs.length === 0) {
		printError(`${text.predict.nothing}\n`);
		return 2;
	}
	const workers = Math.min(settings.HANTEI_WORKERS, inputs.length);
	const { network } = options;
	const { predictor, close } =
		network === undefined
			? await openModel(options.model, workers, context)
			: await (await import('./network-file.ts')).openNetworkFile({ ...options, network }, workers, context);
	try {
		// One more than the workers, so that a file is being read while each of them computes.
		const queue = new PQueue({ concurrency: workers + 1 });
		const outcomes = inputs.map((input) => queue.add(() => predictInput(input, predictor, signal)));
		// Awaited one by one below; without a listener a later failure would end the process first.
		for (const outcome of outcomes) outcome.catch(() => {});

		const nameWidth = Math.max(0, ...inputs.map(({ name }) => stringWidth(printableName(name))));
		let failed = false;
		for (const pending of outcomes) {
			const outcome = await pending;
			if (signal.aborted) throw new UserError('cancelled', {});
			failed ||= 'refusal' in outcome;
			const line = options.json
				? jsonLine(outcome, top, context)
				: textLine(outcome, top, nameWidth, context);
			print(`${line}\n`);
		}
		return failed ? 1 : 0;
	} finally {
		await close();
	}
}

async function openModel(
	model: string | undefined,
	workers: number,
	context: CliContext,
): Promise<OpenPredictor> {
	const { settings, logger } = context;
	const engine = await openEngine(context, workers);
	const close = () => engine.close();
	try {
		const registry = openRegistry(settings);
		const predictor =
			model === undefined
				? (await ModelManager.start({ registry, engine, logger })).of(DEFAULT_CLASSIFIER)
				: await openSinglePredictor(await registry.find(model, DEFAULT_CLASSIFIER), { registry, engine });
		return { predictor, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function predictInput(
	{ name, read }: Input,
	predictor: OpenPredictor['predictor'],
	signal: AbortSignal,
): Promise<Outcome> {
	try {
		return { name, prediction: await predictor.predict(await read(), { signal }) };
	} catch (error) {
		if (isUserError(error)) return { name, refusal: error };
		throw error;
	}
}

function jsonLine(outcome: Outcome, top: number, { locale }: CliContext): string {
	return JSON.stringify(
		'prediction' in outcome
			? toJsonResult(outcome.name, outcome.prediction, top)
			: toJsonError(outcome.name, outcome.refusal, locale),
	);
}

function textLine(outcome: Outcome, top: number, nameWidth: number, context: CliContext): string {
	const answer =
		'prediction' in outcome
			? answerText(outcome.prediction, top, context)
			: describeError(outcome.refusal, context.locale);
	const name = printableName(outcome.name);
	return `${name}${' '.repeat(nameWidth - stringWidth(name))}  ${answer}`;
}

function answerText(prediction: Prediction, top: number, { text, locale }: CliContext): string {
	const { verdict, ranking } = predictionIn(prediction, locale);
	const shown = (verdict === 'unknown' ? ifItHadToBeOne(ranking) : ranking)
		.slice(0, top)
		.map(({ label, confidence }) => `${label} ${percent(confidence, locale)}`)
		.join(', ');
	if (verdict === 'sure') return shown;
	if (verdict === 'unsure') return text.besides(text.unsure(ranking[0].label), shown);
	const labels = ranking.map(({ label }) => label).sort();
	return top > 1 ? text.besides(text.unknown(labels), text.ifItHadTo(shown)) : text.unknown(labels);
}
