import { downloadBackbone, findDownload } from '../host/download-backbone.ts';
import type { CliContext } from './context.ts';
import { LiveLine } from './live-line.ts';
import { print } from './print.ts';

/** `hantei backbone download`: gets a backbone that somebody else keeps. Returns the exit code. */
export async function downloadKnown(id: string, { settings, text, signal }: CliContext): Promise<number> {
	const download = findDownload(id);
	const line = new LiveLine();
	try {
		const { manifest } = await downloadBackbone(settings, download, {
			signal,
			onProgress: (bytes, total) => line.show(text.backbone.download.progress(id, bytes, total)),
			onStep: (step) => line.show(text.backbone.import.steps[step]),
		});
		line.end();
		print(`${text.backbone.download.done(manifest.id, manifest.dimension)}\n`);
		return 0;
	} finally {
		line.end();
	}
}
