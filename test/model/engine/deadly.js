// Loaded into every thread of a process: makes each worker die of its second photo, the way DEADLY says.
import { isMainThread } from 'node:worker_threads';
import sharp from 'sharp';

let photos = 0;
const { toBuffer } = sharp.prototype;
if (!isMainThread) {
	sharp.prototype.toBuffer = function (...options) {
		if (++photos < 2) return toBuffer.apply(this, options);
		if (process.env['DEADLY'] === 'exit') process.exit(3);
		setImmediate(() => {
			throw new Error('nobody catches this');
		});
		return new Promise(() => {});
	};
}
