import { counted } from '../format.ts';

interface Takes {
	readonly embed: number;
	readonly train: number;
	readonly crawl: number;
}

/** `hantei worker`. */
export const cliWorker = {
	worker: {
		about:
			'take work from the bots that share HANTEI_REDIS_URL, until it is stopped; without options, of each kind',
		classify: 'photos of chat and judge page at once (0 to 64)',
		train: 'trainings at once',
		crawl: 'crawls at once',
		ready: ({ embed, train, crawl }: Takes) =>
			`Taking work, at once: ${counted(embed, 'photo')}, ${counted(train, 'training')}, ${counted(crawl, 'crawl')}. Stop with Ctrl+C.`,
	},
};
