import { UserError } from '../../errors.ts';
import { sharp } from '../../image/libvips.ts';
import type { ImageLimits } from '../../image/limits.ts';
import type { Logger } from '../../log.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import { Engine } from '../../model/engine/engine.ts';

export interface TryOutOptions {
	readonly timeoutMs: number;
	readonly limits: ImageLimits;
	readonly logger: Logger;
}

/** Of a unit vector's length: rounding in eight bits stays far below. */
const TOLERANCE = 0.01;

const SIDE = 64;

/**
 * Runs a picture through a backbone, in a thread of its own: that its bytes are right does not say that this machine can run
 * it, nor that it answers with the unit vectors that its manifest promises.
 * @throws {UserError} `backbone-unusable`
 */
export async function tryOutBackbone(backbone: Backbone, options: TryOutOptions): Promise<void> {
	const engine = new Engine({ backbone, workers: 1, queueLimit: 1, ...options });
	try {
		const { embedding } = await engine.embed(await drawPattern());
		const reason = flawOf(embedding, backbone);
		if (reason) throw new UserError('backbone-unusable', { id: backbone.manifest.id, reason });
	} catch (error) {
		if (error instanceof UserError && error.code === 'backbone-unusable') throw error;
		const reason = error instanceof UserError ? error.code : String(error);
		throw new UserError('backbone-unusable', { id: backbone.manifest.id, reason }, { cause: error });
	} finally {
		await engine.close();
	}
}

function flawOf(embedding: Float32Array, { manifest: { parts, dimension } }: Backbone): string | undefined {
	if (embedding.length !== dimension) return `${embedding.length} numbers instead of ${dimension}`;
	let start = 0;
	for (const length of parts) {
		const part = embedding.subarray(start, start + length);
		const norm = Math.sqrt(part.reduce((sum, x) => sum + x * x, 0));
		// Written so that NaN counts as a flaw.
		if (!(Math.abs(norm - 1) < TOLERANCE)) return `a vector of length ${norm.toFixed(3)} instead of 1`;
		start += length;
	}
	return undefined;
}

/** Colours that run across a picture, with a grid on them: neither blank nor the same everywhere. */
function drawPattern(): Promise<Buffer> {
	const data = Buffer.alloc(SIDE * SIDE * 3);
	for (let y = 0; y < SIDE; y++) {
		for (let x = 0; x < SIDE; x++) {
			const isLine = x % 9 === 0 || y % 13 === 0;
			data.set(isLine ? [20, 30, 10] : [x * 4, y * 4, 255 - x * 2 - y * 2], (y * SIDE + x) * 3);
		}
	}
	return sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
		.png()
		.toBuffer();
}
