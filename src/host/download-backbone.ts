import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config.ts';
import { systemClock } from '../crawl/clock.ts';
import { requireDiskSpace } from '../crawl/disk-space.ts';
import { downloadFile } from '../crawl/download/file-download.ts';
import { createGuardedAgent } from '../crawl/http/guarded-agent.ts';
import { userAgent } from '../crawl/http/user-agent.ts';
import { HostTurns } from '../crawl/politeness/host-turns.ts';
import { isUserError, UserError } from '../errors.ts';
import { BACKBONE_DOWNLOADS, type BackboneDownload } from '../model/backbone/downloads.ts';
import { type Backbone, readBackbone } from '../model/backbone/folder.ts';
import { type ImportStep, importBackbone } from '../model/backbone/import/import-backbone.ts';
import { installedBackbonesFolder } from '../model/backbone/installed.ts';
import { packageVersion } from '../package-root.ts';
import { lockForProcess } from '../store/process-lock.ts';
import { openCatalogue } from './catalogue.ts';

export interface DownloadBackboneOptions {
	readonly signal?: AbortSignal;
	/** Bytes that have arrived, of all. */
	readonly onProgress?: (bytes: number, total: number) => void;
	/** Once all has arrived. */
	readonly onStep?: (step: ImportStep) => void;
	/** Servers on this machine that may be asked, which stand in for the real ones. */
	readonly localOrigins?: readonly string[];
}

/** @throws {UserError} `backbone-unknown` */
export function findDownload(id: string): BackboneDownload {
	const found = BACKBONE_DOWNLOADS.find((download) => download.id === id);
	if (found) return found;
	throw new UserError('backbone-unknown', { id, known: BACKBONE_DOWNLOADS.map((download) => download.id) });
}

/**
 * Downloads a classifier, makes a backbone of it and installs it under its id; one that is installed already is given as
 * it is. Interrupted, it goes on where it was the next time. One process at a time downloads a backbone.
 * @throws {UserError} `download-running`, `disk-full`, `download-failed`, `download-wrong`, `cancelled`, and as
 * `importBackbone`
 */
export async function downloadBackbone(
	settings: Settings,
	download: BackboneDownload,
	options: DownloadBackboneOptions = {},
): Promise<Backbone> {
	const { id } = download;
	const folder = installedBackbonesFolder(settings.HANTEI_DATA);
	const arriving = join(folder, '.downloads');
	const release = await lockForProcess({
		folder: arriving,
		name: id,
		refusal: (process) => new UserError('download-running', { what: id, process }),
		signal: options.signal,
	});
	try {
		const installed = await readInstalled(join(folder, id));
		return (
			installed ?? (await install(settings, download, join(arriving, `${download.sha256}.onnx`), options))
		);
	} finally {
		await release();
	}
}

async function install(
	settings: Settings,
	download: BackboneDownload,
	path: string,
	options: DownloadBackboneOptions,
): Promise<Backbone> {
	const { HANTEI_DATA: dataFolder } = settings;
	const { id, bytes, input, normalisation, licence, urls } = download;
	// The file, what is cut out of it, and what else the disk is needed for.
	await requireDiskSpace(installedBackbonesFolder(dataFolder), 1e9 + 2 * bytes);
	await fetchFile(settings, download, path, options);
	try {
		return await importBackbone({
			path,
			wishes: {
				size: input,
				normalisation: { mean: [...normalisation.mean], deviation: [...normalisation.deviation] },
			},
			as: { id },
			licence,
			sources: urls.slice(0, 1),
			dataFolder,
			signal: options.signal,
			onStep: options.onStep,
		});
	} finally {
		await rm(path, { force: true });
	}
}

async function readInstalled(folder: string): Promise<Backbone | undefined> {
	try {
		return await readBackbone(folder);
	} catch (error) {
		if (isUserError(error, 'backbone-not-found', 'backbone-damaged')) return undefined;
		throw error;
	}
}

async function fetchFile(
	settings: Settings,
	{ id: name, ...file }: BackboneDownload,
	path: string,
	{ signal, onProgress, localOrigins = [] }: DownloadBackboneOptions,
): Promise<void> {
	const { CRAWLER_CONTACT: contact } = settings;
	const version = packageVersion();
	const catalogue = await openCatalogue(settings);
	const agent = createGuardedAgent({ localOrigins });
	try {
		const http = {
			agent,
			// Who runs this is asked for by services that are asked a lot; this is one file.
			userAgent: contact === undefined ? `hantei/${version}` : userAgent(version, contact),
			turns: new HostTurns({ hosts: catalogue.catalogue.hosts, clock: systemClock, localOrigins }),
			clock: systemClock,
			random: Math.random,
		};
		await downloadFile(http, { name, ...file }, path, { localOrigins, signal, onProgress });
	} finally {
		await agent.destroy();
		catalogue.close();
	}
}
