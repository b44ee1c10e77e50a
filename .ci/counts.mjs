// Reads what vitest reported of one project: "passed failed" to the standard output, what failed to the standard error.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let brokenFiles = 0;
for (const { name, status, message, assertionResults } of testResults) {
	const failed = assertionResults.filter((test) => test.status === 'failed');
	for (const { fullName, failureMessages } of failed) {
		process.stderr.write(
			`failed: ${name}: ${fullName}\n\t${(failureMessages[0] ?? '').split('\n').slice(0, 4).join('\n\t')}\n`,
		);
	}
	if (status === 'failed' && failed.length === 0) {
		brokenFiles += 1;
		process.stderr.write(
			`failed: ${name}, before a test of it\n\t${(message ?? '').split('\n').slice(0, 4).join('\n\t')}\n`,
		);
	}
}
process.stdout.write(`${numPassedTests} ${numFailedTests + brokenFiles}\n`);
