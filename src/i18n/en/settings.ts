import type { Expectation } from '../../errors.ts';

/** What each setting is, for a sentence that begins with it. */
export const names = {
	DISCORD_TOKEN: 'The bot’s token',
	HANTEI_OWNERS: 'Who runs this host',
	HANTEI_SHARDS: 'Which of Discord’s shards this process has',
	HANTEI_MODELS: 'The folder of models',
	HANTEI_DATA: 'The folder of data',
	HANTEI_BACKBONE: 'The backbone',
	HANTEI_LANGUAGE: 'The language',
	HANTEI_WORKERS: 'How many photos are judged at once',
	HANTEI_EXECUTION_PROVIDERS: 'What networks run on',
	HANTEI_QUEUE: 'How many photos may wait',
	HANTEI_TIMEOUT_SECONDS: 'How many seconds a photo may take',
	IMAGE_MAX_MB: 'How many MB a picture may have',
	IMAGE_MAX_MEGAPIXELS: 'How many million pixels a picture may have',
	HANTEI_DATABASE_URL: 'The address of the PostgreSQL database',
	HANTEI_STORAGE_URL: 'The place of photos and models',
	HANTEI_STORAGE_CACHE_MB: 'The room for copies on this machine',
	HANTEI_REDIS_URL: 'The address of the Redis server',
	CRAWLER_CONTACT: 'How photo services reach you',
	CRAWLER_SOURCES: 'Where photos are looked for',
	CRAWLER_LICENCES: 'The licences that photos may have',
	CRAWLER_FOLDER: 'The folder of photos you have already',
	CRAWLER_STAND_IN: 'The address of the stand-in for photo services',
	CRAWLER_PER_AUTHOR: 'How many photos of one author a label takes',
	CRAWLER_NSFW_THRESHOLD: 'The score from which a photo may be unsafe for work',
	FLICKR_API_KEY: 'The key for Flickr',
	HANTEI_TRAINING_MEMORY_MB: 'How many MB of memory a training may take',
	HANTEI_SCHEDULE_HOURS: 'The least hours between two planned trainings',
	HANTEI_SCHEDULE_SPREAD_MINUTES: 'Over how many minutes planned trainings are spread',
	HANTEI_KEEP_VERSIONS: 'How many model versions are kept',
	HANTEI_KEEP_REMOVED_DAYS: 'For how many days removed photos are kept',
	HANTEI_KEEP_LEFT_DAYS: 'For how many days the data of a server that left is kept',
	HANTEI_TEACH: 'Whether members may teach',
	HANTEI_TEACH_PER_DAY: 'How many photos a member may teach in a day',
	HANTEI_GUILD_LABELS: 'How many labels a server may have',
	HANTEI_GUILD_PHOTOS: 'How many photos a server may have',
	HANTEI_GUILD_TRAININGS: 'How many trainings a server may start in a day',
	WEB_HOST: 'Where the judge page listens',
	WEB_PORT: 'The port of the judge page',
	PLAYGROUND_PORT: 'The port of the playground',
	PHOTO_SOURCE_PORT: 'The port of the stand-in for photo services',
	PHOTO_SOURCE_FOLDER: 'The folder of photos that the stand-in offers',
	LOG_LEVEL: 'How much is logged',
};

export const settings = {
	nameOf: (setting: string) => new Map(Object.entries(names)).get(setting) ?? setting,
	wrong: (lines: readonly string[]) =>
		`${lines.length === 1 ? 'A setting is' : 'Some settings are'} wrong; docs/settings.md says what each is.\n${lines.map((line) => `  ${line}`).join('\n')}`,
	line: (name: string, setting: string, value: string, expected: string) =>
		`${name} (${setting}) is “${value}”, but must be ${expected}.`,
	expected: (expectation: Expectation) => {
		switch (expectation.kind) {
			case 'whole':
				return `a whole number from ${number(expectation.least)} to ${number(expectation.most)}`;
			case 'number':
				return `a number from ${expectation.least} to ${number(expectation.most)}`;
			case 'above':
				return `a number above ${expectation.above}, at most ${number(expectation.most)}`;
			case 'one-of':
				return `${expectation.choices.slice(0, -1).join(', ')} or ${expectation.choices.at(-1)}`;
			case 'some-of':
				return `one or more of ${expectation.choices.join(', ')}, with commas between them`;
			case 'user-ids':
				return 'Discord user ids (numbers of 17 to 20 digits), with commas between them';
			case 'address':
				return `an address that begins with ${expectation.schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
			case 'local-address':
				return 'an address on this machine, such as http://127.0.0.1:8019';
			case 'shards':
				return 'auto, or some of so many shards, such as 0-3/16: those from 0 to 3 of 16';
			case 'ip-address':
				return 'the IP address of an interface of this machine, such as 127.0.0.1 or 0.0.0.0 for all of them';
		}
	},
};

function number(value: number): string {
	return value.toLocaleString('en');
}
