import { UserError } from '../errors.ts';
import { copyDatabase } from '../host/copy-database.ts';
import type { CliContext } from './context.ts';
import { LiveLine } from './live-line.ts';
import { print } from './print.ts';

/** `hantei database copy`: all rows to another database. Returns the exit code. */
export async function copyTo(
	{ to }: { readonly to: string },
	{ settings, text, signal }: CliContext,
): Promise<number> {
	const texts = text.database.copy;
	if (/^\w+:\/\//.test(to) && !URL.canParse(to))
		throw new UserError('bad-option', { option: '--to', value: to, expected: texts.to });
	const line = new LiveLine();
	try {
		const rows = await copyDatabase(settings, to, {
			signal,
			onProgress: (done, total) => line.show(texts.progress(done, total)),
		});
		line.end();
		print(`${texts.done(rows)}\n`);
		return 0;
	} finally {
		line.end();
	}
}
