/** The one door to ONNX Runtime: what is imported first, runs first. `npm run rules` lets nobody pass it by. */
import './no-telemetry.ts';

export { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
