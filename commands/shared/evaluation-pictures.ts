import type { Attached } from '../../src/bot/kit.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Logger } from '../../src/log.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { renderCharts } from '../../src/report/charts.ts';

/** Discord's limit of a description. */
const MAX_DESCRIPTION = 1_024;

export function pictureFile({
	name,
	png,
	description,
}: {
	readonly name: string;
	readonly png: Uint8Array;
	readonly description: string;
}): Attached {
	return {
		attachment: Buffer.from(png.buffer, png.byteOffset, png.byteLength),
		name,
		description: description.slice(0, MAX_DESCRIPTION),
	};
}

/** The pictures of an evaluation; none when they cannot be drawn, since the figures are worth telling without them. */
export async function renderPictures(
	evaluation: Evaluation,
	{ locale, logger }: { readonly locale: Locale; readonly logger: Logger },
): Promise<Attached[]> {
	try {
		return (await renderCharts(evaluation, { locale })).map(pictureFile);
	} catch (error) {
		logger.error({ err: error }, 'the pictures of an evaluation cannot be drawn');
		return [];
	}
}
