import { describe, expect, it } from 'vitest';
import { goldenMismatch, recordGolden } from '../../src/registry/golden.ts';
import { classifierOf } from '../support/classifiers.ts';

describe('golden predictions', () => {
	const classifier = classifierOf();
	const golden = recordGolden(classifier);

	it('are of a few references, spread over all of them, and reproduced by the classifier', () => {
		expect(golden.cases.map(({ reference }) => reference)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(goldenMismatch(classifier, golden)).toBeUndefined();
	});

	it('survive being written and read', () => {
		expect(goldenMismatch(classifier, JSON.parse(JSON.stringify(golden)))).toBeUndefined();
	});

	it.each([
		['another temperature', { ...classifier, temperature: 0.6 }],
		['another head', { ...classifier, head: classifierOf(2).head }],
		[
			'a head that gives no numbers',
			{ ...classifier, head: { ...classifier.head, bias: Float32Array.of(Number.NaN, 0, 0) } },
		],
		[
			'references that point elsewhere',
			{
				...classifier,
				references: { ...classifier.references, labels: Int32Array.of(1, 2, 0, 1, 2, 0) },
			},
		],
	])('tell %s', (_, changed) => {
		expect(goldenMismatch(changed, golden)).toMatch(/reference \d+ changed/);
	});
});
