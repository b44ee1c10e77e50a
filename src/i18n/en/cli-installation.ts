import { counted } from '../format.ts';
import { type SharedWorkFacts, sharedWork } from './shared-work.ts';

interface Status {
	readonly url: string;
	readonly version: string;
	readonly model: string;
	readonly labels: readonly string[];
	readonly queue: { readonly waiting: number; readonly limit: number; readonly workers: number };
	readonly device: { readonly providers: readonly string[]; readonly absent: readonly string[] };
	readonly judged: number;
	/** With other processes. */
	readonly shared?: SharedWorkFacts;
}

interface Takes {
	readonly embed: number;
	readonly train: number;
	readonly crawl: number;
}

interface Copied {
	readonly photos: number;
	readonly photosThere: number;
	readonly versions: number;
	readonly backbones: number;
}

/** `hantei status`, `worker`, `database …` and `storage …`. */
export const cliInstallation = {
	status: {
		about: 'say how the Hantei that runs on this machine is; exit code 1 unless its model serves',
		json: 'print what its judge page tells, as JSON',
		silent: (url: string) =>
			`No Hantei answers at ${url}. Start one (npm start), or set WEB_HOST and WEB_PORT as it has them.`,
		notServing: (url: string) =>
			`What answers at ${url} is no Hantei of this version, or no model serves there; its log says why.`,
		anyPort: 'WEB_PORT is 0, any free port, so nobody knows where to ask. Set the one that it chose.',
		running: ({ url, version, model, labels, queue, device, judged, shared }: Status) => [
			`Hantei ${version} runs at ${url}`,
			`  model   ${model} (${labels.join(', ')})`,
			`  photos  ${judged} judged since the start, ${queue.waiting} of at most ${queue.limit} waiting, ${counted(queue.workers, 'worker')}`,
			`  engine  ONNX Runtime on ${device.providers.join(', ')}${device.absent.length > 0 ? `; ${device.absent.join(', ')} cannot be used here` : ''}`,
			...(shared
				? [...sharedWork.processes(shared), ...sharedWork.queues(shared)].map((line) => `  shared  ${line}`)
				: []),
		],
	},
	worker: {
		about:
			'take work from the bots that share HANTEI_REDIS_URL, until it is stopped; without options, of each kind',
		classify: 'photos of chat and judge page at once (0 to 64)',
		train: 'trainings at once',
		crawl: 'crawls at once',
		ready: ({ embed, train, crawl }: Takes) =>
			`Taking work, at once: ${counted(embed, 'photo')}, ${counted(train, 'training')}, ${counted(crawl, 'crawl')}. Stop with Ctrl+C.`,
	},
	database: {
		about: 'the database with labels, records of photos, decisions and settings',
		copy: {
			about:
				'copy all rows to another database and compare each; a copy that was cut short goes on. Stop the bot before',
			to: 'postgres://user:password@host:5432/database, or the path of a SQLite file',
			progress: (done: number, total: number) => `${done} of ${counted(total, 'row')} copied and compared`,
			done: (rows: number) =>
				`${counted(rows, 'row')} copied, each compared. Hantei uses the copy once HANTEI_DATABASE_URL names it; files of photos and models stay where they are.`,
		},
	},
	storage: {
		about: 'move photos, models and backbones between the folders and an S3 store',
		copy: {
			about: 'copy all that is not there yet; stop Hantei first, and run it again if it was ended',
			to: 'from the folders to this place: s3://bucket/prefix',
			from: 'from this place back to the folders',
			oneOfBoth: '--to or --from',
			progress: (step: 'photos' | 'backbones' | 'models', done: number) =>
				`${{ photos: 'photos', backbones: 'backbones', models: 'model versions' }[step]}: ${done}`,
			damaged: (key: string) => `Left out, since it is damaged: ${key}`,
			done: ({ photos, photosThere, versions, backbones }: Copied) =>
				`Copied ${counted(photos, 'photo')} (${photosThere} more were there), ${counted(versions, 'model version')} and ${counted(backbones, 'backbone')}.`,
			set: (url: string) => `Now set HANTEI_STORAGE_URL=${url} and start Hantei.`,
			unset: 'Now remove HANTEI_STORAGE_URL and start Hantei.',
		},
	},
};
