import type * as TensorFlow from '@tensorflow/tfjs';
import { UserError } from '../../errors.ts';

/** Of which the host may have installed one. They fetch TensorFlow from Google, so Hantei brings neither. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * TensorFlow for Node, on the graphics card where that package is there.
 * @throws {UserError} `tensorflow-unusable`
 */
export async function loadTensorFlow(): Promise<{ readonly tf: typeof TensorFlow; readonly device: string }> {
	let reason = '';
	// What it says of the processor is of use to nobody.
	process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
	for (const name of PACKAGES) {
		try {
			const module: { readonly default: typeof TensorFlow } = await import(name);
			const tf = module.default;
			await tf.ready();
			const { isUsingGpuDevice } = tf.backend() as { readonly isUsingGpuDevice?: boolean };
			const version = tf.version as Readonly<Record<string, string>>;
			return { tf, device: `tfjs-node ${version['tfjs']} (${isUsingGpuDevice ? 'gpu' : 'cpu'})` };
		} catch (error) {
			// Not that it is absent, but why what is there does not run.
			const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
			if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'))
				reason = line;
			else reason ||= line;
		}
	}
	throw new UserError('tensorflow-unusable', { reason });
}
