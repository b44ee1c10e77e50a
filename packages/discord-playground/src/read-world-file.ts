import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from './refusal.ts';
import { type WorldDescription, worldDescription } from './world/description.ts';

/**
 * Reads a description of a world: JSON, or a module whose default export it is.
 * @throws {ZodError} for what is none
 * @throws {Refusal} for a file that cannot be read
 */
export async function readWorldFile(path: string): Promise<WorldDescription> {
	const content = extname(path) === '.json' ? await readJson(path) : await readModule(path);
	return worldDescription.parse(content);
}

async function readJson(path: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(path, 'utf8'));
	} catch (error) {
		throw new Refusal(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
	}
}

/** TypeScript runs by itself from Node 22.18 on; before, tsx runs it where that is installed. */
async function readModule(path: string): Promise<unknown> {
	const url = pathToFileURL(resolve(path)).href;
	try {
		const { features } = process as { features: { typescript?: unknown } };
		if (extname(path) !== '.ts' || features.typescript) return defaultOf(await import(url));
		const { tsImport } = await import('tsx/esm/api');
		return defaultOf(await tsImport(url, import.meta.url));
	} catch (error) {
		throw new Refusal(`${path} cannot be run: ${(error as Error).message}`, { cause: error });
	}
}

function defaultOf(module: { readonly default?: unknown }): unknown {
	// Outside a package of ES modules, TypeScript becomes CommonJS, whose export is wrapped once more.
	const { default: content } = module;
	return typeof content === 'object' && content !== null && 'default' in content ? content.default : content;
}
