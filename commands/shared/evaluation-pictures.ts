import type { Attached } from '../../src/bot/kit.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Logger } from '../../src/log.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { renderConfusionMatrix, renderOverview, renderTrainingCurve } from '../../src/report/charts.ts';
import type { Picture } from '../../src/report/renderer.ts';
import type { Epoch } from '../../src/train/network/settings.ts';

/** Discord's limit of a description. */
const MAX_DESCRIPTION = 1_024;

function pictureFile({ name, png, description }: Picture): Attached {
	return {
		attachment: Buffer.from(png.buffer, png.byteOffset, png.byteLength),
		name,
		description: description.slice(0, MAX_DESCRIPTION),
	};
}

interface Options {
	readonly locale: Locale;
	readonly logger: Logger;
}

/**
 * An evaluation at a glance, and how a network learned; nothing when that cannot be drawn, since the rest is worth telling
 * without it.
 */
export function renderPicture(
	evaluation: Evaluation,
	{ epochs, locale, logger }: Options & { readonly epochs?: readonly Epoch[] },
): Promise<Attached[]> {
	return drawn(() => renderOverview(evaluation, { locale, ...(epochs && { curve: { epochs } }) }), logger);
}

/** Its confusion matrix, large; the same holds. */
export function renderConfusion(evaluation: Evaluation, options: Options): Promise<Attached[]> {
	return drawn(() => renderConfusionMatrix(evaluation, options), options.logger);
}

/** How a network learned, epoch by epoch; the same holds. */
export function renderCurve(epochs: readonly Epoch[], options: Options): Promise<Attached[]> {
	return drawn(() => renderTrainingCurve({ epochs }, options), options.logger);
}

async function drawn(draw: () => Promise<Picture>, logger: Logger): Promise<Attached[]> {
	try {
		return [pictureFile(await draw())];
	} catch (error) {
		logger.error({ err: error }, 'the picture of an evaluation cannot be drawn');
		return [];
	}
}
