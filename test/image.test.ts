import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgram } from '../src/cli/program/program.ts';
import { readSettings, settingsSchema } from '../src/config.ts';
import { SHARED } from '../src/host/shared-state.ts';
import { messagesFor } from '../src/i18n/messages.ts';
import { packageRoot } from '../src/package-root.ts';

const read = (name: string) => readFileSync(join(packageRoot(), name), 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');
const parts = read('compose.parts.yaml');
const ignored = read('.dockerignore').split('\n');
const packages = ['packages/discord-playground', 'packages/photo-services'];

test('the image takes from the clone what is there', () => {
	const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
		names.split(' '),
	);
	expect(copied.length).toBeGreaterThan(5);
	for (const name of copied) expect([name, existsSync(join(packageRoot(), name))]).toEqual([name, true]);
	for (const name of copied) expect(ignored).not.toContain(name);
	for (const folder of packages) expect(dockerfile).toContain(`COPY ${folder}/package.json ${folder}/`);
});

test('it takes no secret, no data and no history from the clone', () => {
	expect(ignored).toEqual(expect.arrayContaining(['.env', '.git', 'data', 'models/*', 'node_modules']));
});

test('it has the web page and whatever else is no TypeScript', () => {
	const from = (folder: string) => dockerfile.includes(`COPY ${folder} ${folder}`);
	expect(['models', 'src/web/page', 'packages/discord-playground/page'].filter(from)).toHaveLength(3);
	expect(from('packages/photo-services/drawings')).toBe(true);
});

test('it sets settings that there are, and what it serves is where they say', () => {
	const [, environment = ''] = /^ENV ([\s\S]*?[^\\])\n/m.exec(dockerfile) ?? [];
	const set = Object.fromEntries(environment.split(/\s+\\?\s*/).map((pair) => pair.split('=')));
	const { NODE_ENV: _, ...settings } = set;
	expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(Object.keys(settings)));
	const { HANTEI_DATA, HANTEI_MODELS, WEB_HOST, WEB_PORT } = readSettings(settings);
	expect({ HANTEI_DATA, HANTEI_MODELS, WEB_HOST }).toEqual(settings);
	expect(dockerfile).toContain(`\nVOLUME ${HANTEI_DATA}\n`);
	expect(dockerfile).toContain(`\nEXPOSE ${WEB_PORT}\n`);
	// The composition keeps to the same, whatever the host's own .env says.
	for (const [name, value] of Object.entries({ ...settings, WEB_PORT }))
		expect(compose).toContain(`      ${name}: ${value}\n`);
	expect(compose).toContain(`ports: ["127.0.0.1:${WEB_PORT}:${WEB_PORT}"]`);
	expect(compose).toContain(`volumes: ["hantei:${HANTEI_DATA}"]`);
});

test('a composition sets settings that there are', () => {
	for (const file of [compose, parts]) {
		const names = [...file.matchAll(/\b((?:DISCORD|HANTEI|WEB)_[A-Z_]+):/g)].map(([, name = '']) => name);
		expect(names).toContain('DISCORD_TOKEN');
		expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(names));
	}
});

test('the one in parts has every shard once, and each process all that they share', () => {
	const ranges = [...parts.matchAll(/HANTEI_SHARDS: (\S+) \}/g)].map(([, shards]) =>
		readSettings({ HANTEI_SHARDS: shards }),
	);
	const shards = ranges.flatMap(({ HANTEI_SHARDS: range }) => (range === 'auto' ? [] : [range]));
	expect(new Set(shards.map(({ count }) => count)).size).toBe(1);
	const covered = shards.flatMap(({ first, last }) =>
		Array.from({ length: last - first + 1 }, (_, n) => first + n),
	);
	expect(covered.sort()).toEqual(Array.from({ length: shards[0].count }, (_, n) => n));
	for (const setting of SHARED) expect(parts).toMatch(new RegExp(`^  ${setting}: `, 'm'));
});

test('its workers take options that there are', () => {
	const [, command = ''] = /command: \[hantei, worker, (.*)\]/.exec(parts) ?? [];
	const program = createProgram({ text: messagesFor('en').cli, run: async () => {} });
	const known = program.commands.find((one) => one.name() === 'worker')?.options.map(({ long }) => long);
	expect(known).toEqual(expect.arrayContaining(command.match(/--[a-z]+/g) ?? ['none']));
});

test('the image has the optional packages, in the versions that they are tested with', async () => {
	const { peerDependencies, peerDependenciesMeta } = JSON.parse(read('package.json'));
	expect(Object.keys(peerDependenciesMeta).sort()).toEqual(Object.keys(peerDependencies).sort());
	expect(dockerfile).toContain('npm install --omit=dev --save-prod $(node bin/optional-peers.js)');
	expect(dockerfile).toContain('COPY bin/slim.js bin/optional-peers.js bin/');
});

test('it starts what the package starts, and asks a command that there is for its health', () => {
	const { bin, scripts } = JSON.parse(read('package.json'));
	expect(dockerfile).toContain(`CMD ${JSON.stringify(scripts.start.split(' ')).replace(',', ', ')}`);
	expect(dockerfile).toContain(`ln -s /hantei/${bin.hantei} /usr/local/bin/hantei`);
	const [, command = ''] = /^HEALTHCHECK .* CMD \["hantei", "(\w+)"\]$/m.exec(dockerfile) ?? [];
	const program = createProgram({ text: messagesFor('en').cli, run: async () => {} });
	expect(program.commands.map((one) => one.name())).toContain(command);
});

test('it runs as a user without rights, on a file system that it can only read', () => {
	expect(dockerfile).toMatch(/\nUSER node\n(?![\s\S]*\nUSER )/);
	for (const file of [compose, parts]) {
		expect(file).toContain('read_only: true');
		expect(file).toContain('cap_drop: [ALL]');
	}
});
