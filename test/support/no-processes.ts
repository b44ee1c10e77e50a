import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

function refuse(): never {
	throw new Error('A unit test starts no process: name its file *.process.test.ts');
}

Object.assign(childProcess, {
	spawn: refuse,
	spawnSync: refuse,
	fork: refuse,
	exec: refuse,
	execSync: refuse,
	execFile: refuse,
	execFileSync: refuse,
});
syncBuiltinESMExports();
