import { lockForProcess } from '../../src/store/process-lock.ts';

/** Holds the lock of a download until it is told to release it. */
const [folder = '', name = ''] = process.argv.slice(2);
const release = await lockForProcess({ folder, name, refusal: (process) => new Error(process) });
process.send?.('held');
process.once('message', () => void release().then(() => process.disconnect()));
