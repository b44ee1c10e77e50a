import { isUserError, UserError } from '../../errors.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import type { Engine } from '../../model/engine/engine.ts';
import type { NetworkCandidate, ReadNetwork } from '../../model/network-import/order.ts';
import { networkProbabilities } from '../../model/network-scores.ts';
import { likeliestRange, type RangeEvidence, weighRange } from '../../model/pixel-range.ts';
import { type LabelledFile, readLabelled } from '../scan-folder.ts';

/** Of each label: enough to tell ranges apart. */
const PHOTOS = 40;

export interface ChosenRange {
	readonly candidate: NetworkCandidate;
	/** How the network does in each range, where photos had to tell. */
	readonly evidence?: readonly RangeEvidence[];
}

/**
 * Which of the backbones that a network may be is the right one: the only one, or that which labelled photos speak for.
 * @param files whatever their labels
 * @throws {UserError} `network-range-needed` when there is a choice and no photo to tell by
 */
export async function chooseRange(
	network: ReadNetwork,
	labels: readonly string[],
	files: readonly LabelledFile[],
	{ engine, path, signal }: { readonly engine: Engine; readonly path: string; readonly signal?: AbortSignal },
): Promise<ChosenRange> {
	const [only, ...others] = network.candidates;
	if (only && others.length === 0) return { candidate: only };
	const shown = labels.flatMap((label) => files.filter((file) => file.label === label).slice(0, PHOTOS));
	const answers = network.candidates.map(() => [] as { probabilities: Float32Array; label: number }[]);
	for (const file of shown) {
		const judged = await judge(file, network, engine, signal);
		for (const [index, probabilities] of judged.entries())
			answers[index]?.push({ probabilities, label: labels.indexOf(file.label) });
	}
	if (answers[0]?.length === 0 || answers.length === 0) throw new UserError('network-range-needed', { path });
	const evidence = network.candidates.map(({ range }, index) =>
		weighRange(range ?? '', answers[index] ?? []),
	);
	const likeliest = evidence.indexOf(likeliestRange(evidence));
	return { candidate: network.candidates[likeliest] as NetworkCandidate, evidence };
}

/** What each candidate makes of a photo; nothing of one that cannot be read. */
async function judge(
	file: LabelledFile,
	{ candidates, input, classes }: ReadNetwork,
	engine: Engine,
	signal?: AbortSignal,
): Promise<Float32Array[]> {
	try {
		const bytes = await readLabelled(file);
		return await Promise.all(
			candidates.map(async (candidate) => {
				const backbone = backboneOf(candidate, input);
				const { embedding } = await engine.embed(bytes, { backbone, signal });
				return networkProbabilities(embedding, classes);
			}),
		);
	} catch (error) {
		if (isUserError(error, 'cancelled', 'engine-closed')) throw error;
		return [];
	}
}

/** One that is not installed yet, as far as running it needs. */
function backboneOf({ onnxPath, parts }: NetworkCandidate, input: ReadNetwork['input']): Backbone {
	const dimension = parts.reduce((sum, length) => sum + length, 0);
	const facts = {
		format: 1 as const,
		id: 'candidate',
		licence: 'NOASSERTION',
		sources: [],
		sha256: onnxPath,
	};
	return { onnxPath, manifest: { ...facts, input, parts: [...parts], dimension } };
}
