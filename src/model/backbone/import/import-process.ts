import { writeFile } from 'node:fs/promises';
import { serveGuarded } from '../../guarded/serve.ts';
import { convertNetwork } from './convert.ts';
import type { ImportedNetwork, ImportOrder, ImportStep } from './import-backbone.ts';
import { verifyBackbone } from './verify.ts';

serveGuarded(async ({ path, wishes, onnxPath }: ImportOrder, onStep): Promise<ImportedNetwork> => {
	onStep('read' satisfies ImportStep);
	const { onnx, ...described } = await convertNetwork(path, wishes);
	await writeFile(onnxPath, onnx);
	onStep('verify' satisfies ImportStep);
	await verifyBackbone(path, onnxPath, described);
	return described;
});
