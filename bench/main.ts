import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot, packageVersion } from '../src/package-root.ts';
import { chromiumPath } from '../test/browser/chromium.ts';
import { type Section, toMarkdown } from './report.ts';
import { hasMaterial } from './setup.ts';

interface Part {
	/** @param times how often each thing is done, where that can be chosen */
	readonly run: (times?: number) => Promise<Section>;
	/** Whether it measures with real photos and models that not everyone has. */
	readonly needsMaterial?: true;
	/** A setting that says where its own material is. */
	readonly needs?: string;
	/** Programs that it starts. */
	readonly needsServers?: readonly string[];
	/** Whether it walks through pages in a browser. */
	readonly needsBrowser?: true;
}

const PARTS: Readonly<Record<string, Part>> = {
	classify: { run: async () => (await import('./parts/classify.ts')).classify() },
	workers: { run: async () => (await import('./parts/workers.ts')).workers() },
	scale: { run: async () => (await import('./parts/scale.ts')).scale() },
	rows: { run: async () => (await import('./parts/rows.ts')).rows() },
	peers: { run: async () => (await import('./parts/peers.ts')).peers(), needsMaterial: true },
	soak: { run: async () => (await import('./parts/soak.ts')).soak() },
	accuracy: { run: async () => (await import('./parts/accuracy.ts')).accuracy(), needsMaterial: true },
	mixture: { run: async () => (await import('./parts/mixture.ts')).mixture(), needsMaterial: true },
	views: { run: async () => (await import('./parts/views.ts')).views(), needsMaterial: true },
	doctor: { run: async () => (await import('./parts/doctor.ts')).doctor(), needsMaterial: true },
	kept: { run: async () => (await import('./parts/kept-labels.ts')).keptLabels(), needsMaterial: true },
	learn: { run: async () => (await import('./parts/learn.ts')).learn() },
	guilds: { run: async () => (await import('./parts/guilds.ts')).guilds() },
	swap: { run: async () => (await import('./parts/swap.ts')).swap() },
	chat: { run: async () => (await import('./parts/chat.ts')).chat() },
	crawl: { run: async () => (await import('./parts/crawl.ts')).crawl() },
	training: { run: async () => (await import('./parts/training.ts')).training(), needsMaterial: true },
	cifar10: { run: async () => (await import('./parts/cifar10.ts')).cifar10(), needs: 'CIFAR10' },
	start: { run: async () => (await import('./parts/start.ts')).start() },
	faults: {
		run: async (times = 20) => (await import('./parts/faults.ts')).faults(times),
		needsServers: ['redis-server', 'initdb', 'weed'],
	},
	journeys: { run: async () => (await import('./parts/journeys.ts')).journeys(), needsBrowser: true },
};

const {
	positionals: chosen,
	values: { times },
} = parseArgs({ allowPositionals: true, options: { times: { type: 'string' } } });
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
	console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}`);
	process.exit(2);
}

const sections: string[] = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
	const { run, needsMaterial, needs, needsServers = [], needsBrowser } = PARTS[name];
	if (needsMaterial && !hasMaterial()) {
		console.error(`${name}: left out, ../shared/data is not there`);
		continue;
	}
	if (needs !== undefined && !process.env[needs]) {
		console.error(`${name}: left out, ${needs} does not say where its data is`);
		continue;
	}
	const absent = await absentPrograms(needsServers);
	if (absent.length > 0) {
		console.error(`${name}: left out, ${absent.join(' and ')} cannot be found`);
		continue;
	}
	if (needsBrowser && !existsSync(chromiumPath())) {
		console.error(`${name}: left out, there is no browser at ${chromiumPath()}; CHROMIUM can name another`);
		continue;
	}
	console.error(`${name} …`);
	// A process of its own for each part: memory and caches of one must not count for the next.
	const section =
		chosen.length === 1
			? toMarkdown(await run(times === undefined ? undefined : Number(times)))
			: measureApart(name);
	console.log(section);
	sections.push(section);
}

// Only a whole run replaces the record: parts of different days and machines do not belong on one page.
if (chosen.length === 0) {
	const [processor] = cpus();
	const machine = `${processor.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}, ${process.platform} ${process.arch}`;
	const heading = `# Benchmark results\n\nHantei ${packageVersion()} on ${machine}.\nWritten by \`npm run bench\`; on a shared machine trust the ratios, not the milliseconds.\n`;
	await writeFile(join(packageRoot(), 'bench', 'RESULTS.md'), `${heading}\n${sections.join('\n')}`);
}

function measureApart(part: string): string {
	const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), part], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (status !== 0) process.exit(1);
	return stdout;
}

async function absentPrograms(names: readonly string[]): Promise<string[]> {
	if (names.length === 0) return [];
	const { findProgram } = await import('../test/services/programs.ts');
	const { postgresFolders } = await import('../test/services/postgres.ts');
	const folders = await postgresFolders();
	return names.filter((name) => !findProgram(name, folders));
}
