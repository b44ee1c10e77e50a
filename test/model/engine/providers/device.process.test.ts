import { describe, expect, it } from 'vitest';
import {
	EXECUTION_PROVIDERS,
	type ExecutionProvider,
	findDevice,
} from '../../../../src/model/engine/providers/device.ts';

/** Of another operating system, and so nowhere to be found. */
const FOREIGN: ExecutionProvider = process.platform === 'darwin' ? 'dml' : 'coreml';

describe('what networks run on', () => {
	it('is the processor, where nobody asks for anything else', async () => {
		expect(await findDevice(['cpu'])).toEqual({ providers: ['cpu'], absent: [] });
	});

	it('is the processor in the place of what this machine has not', async () => {
		expect(await findDevice([FOREIGN])).toEqual({ providers: ['cpu'], absent: [FOREIGN] });
	});

	it('is told of each that is asked for, the processor last, whatever there is', async () => {
		const { providers, absent } = await findDevice(EXECUTION_PROVIDERS);
		expect([...providers, ...absent].toSorted()).toEqual([...EXECUTION_PROVIDERS].toSorted());
		expect(providers.at(-1)).toBe('cpu');
		expect(absent).toContain(FOREIGN);
	});
});
