/**
 * ONNX Runtime's packages carry Microsoft's telemetry from 1.29 on, switched on, and read this when they are loaded. 1.27,
 * which is pinned, has none: this keeps an upgrade from bringing it back unseen. To be imported before the library, and
 * by whoever starts workers: a thread's environment is a copy that native code does not see.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
