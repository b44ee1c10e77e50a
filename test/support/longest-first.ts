import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Not the largest, by whose size files are begun otherwise; begun late, they run on alone on one core. */
const LONGEST = [
	'cli/train-network.process.test.ts',
	'cli/backbone-use.process.test.ts',
	'crawl/crash/crash.process.test.ts',
];

export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) =>
			LONGEST.some((name) => moduleId.endsWith(name)) ? 0 : 1;
		return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
	}
}
