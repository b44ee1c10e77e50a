import { trainingLock } from '../../src/train/jobs.ts';

/** Holds a classifier's training lock until it is told to release it. */
const [data, classifier] = process.argv.slice(2);
const release = await trainingLock(data)({ classifier, by: 'cli' }, new AbortController().signal);
process.send?.('held');
process.once('message', () => void release().then(() => process.send?.('released')));
