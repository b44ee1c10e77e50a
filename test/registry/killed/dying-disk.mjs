/**
 * Preloaded into a process: every operation that changes the disk counts, and at the one that DIE_AT says the process
 * kills itself: before it, or, where DIE_HALFWAY is set, with half of a file written.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

const dieAt = Number(process.env.DIE_AT ?? Number.POSITIVE_INFINITY);
const halfway = process.env.DIE_HALFWAY === '1';
let operations = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

function count(name) {
	operations++;
	if (process.env.LOG_OPERATIONS) fs.writeSync(1, `${name}\n`);
	return operations === dieAt;
}

for (const name of ['mkdir', 'rename', 'rm']) {
	const real = promises[name].bind(promises);
	promises[name] = async (...parameters) => {
		if (count(name)) return die();
		return real(...parameters);
	};
}

// What the lock is made of.
for (const name of ['mkdir', 'rmdir', 'utimes']) {
	const real = fs[name].bind(fs);
	fs[name] = (...parameters) => {
		if (count(`lock ${name}`)) return die();
		return real(...parameters);
	};
}

const realOpen = promises.open.bind(promises);
promises.open = async (...parameters) => {
	if (count('open')) return die();
	const file = await realOpen(...parameters);
	const write = file.writeFile.bind(file);
	file.writeFile = async (content) => {
		if (count('write')) {
			if (halfway) await write(Buffer.from(content).subarray(0, Buffer.from(content).length / 2));
			return die();
		}
		return write(content);
	};
	for (const name of ['sync', 'close']) {
		const real = file[name].bind(file);
		file[name] = async () => (count(name) ? die() : real());
	}
	return file;
};

syncBuiltinESMExports();
