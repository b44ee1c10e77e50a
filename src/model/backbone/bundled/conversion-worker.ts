import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { writeBackbone } from '../folder.ts';
import { convertBundledBackbone } from './bundled-backbone.ts';

/** Entry of a worker thread that makes the bundled backbone's folder and ends. */
const { folder } = z.object({ folder: z.string() }).parse(workerData);
const { onnx, description } = convertBundledBackbone();
await writeBackbone(folder, onnx, description);
