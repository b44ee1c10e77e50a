import { argv, exit } from 'node:process';
import { EMBEDDING } from '../../backbone/manifest.ts';
import { Network } from '../../formats/network/network.ts';
import { PIXELS, pixels, scale } from '../../formats/network/pixels.ts';
import { globalPool } from '../../formats/network/pooling.ts';
import { InferenceSession, listSupportedBackends, Tensor } from '../../onnx-runtime.ts';

const SIDE = 8;

/** Ends with 0 where ONNX Runtime can run a network on the provider that is named, and with anything else where not. */
const [, , provider = ''] = argv;
// One that it was not built with is left out without a word.
if (!listSupportedBackends().some(({ name }) => name === provider)) exit(1);
const network = new Network();
const seen = globalPool(
	network,
	'GlobalAveragePool',
	scale(network, pixels(network, { width: SIDE, height: SIDE }), '0..1'),
);
network.output(EMBEDDING, seen);
const session = await InferenceSession.create(network.finish(), { executionProviders: [provider] });
await session.run({ [PIXELS]: new Tensor('uint8', new Uint8Array(3 * SIDE * SIDE), [1, SIDE, SIDE, 3]) });
exit(0);
