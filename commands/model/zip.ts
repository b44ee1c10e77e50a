import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The same for every export: a zip's bytes depend on what is in it alone. */
const MODIFIED = new Date(2000, 0, 1);

/** Files in one folder of a zip. */
export async function zipFiles(
	files: ReadonlyMap<string, Uint8Array>,
	folder: string,
): Promise<Buffer<ArrayBuffer>> {
	const zip = new ZipFile();
	for (const [name, content] of files) {
		const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
		zip.addBuffer(bytes, `${folder}/${name}`, { mtime: MODIFIED });
	}
	zip.end();
	return Buffer.from(await buffer(zip.outputStream));
}
