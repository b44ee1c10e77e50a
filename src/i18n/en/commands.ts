import { audit } from './audit.ts';
import { dataset } from './dataset.ts';
import { learning } from './learning.ts';
import { model } from './model.ts';
import { schedule } from './schedule.ts';
import { type SharedWorkFacts, sharedWork } from './shared-work.ts';
import { teach } from './teach.ts';
import { training } from './training.ts';

/** Names and descriptions of the commands as Discord shows them, and what they answer. Labels and names arrive escaped. */
export const commands = {
	...dataset,
	...training,
	...learning,
	...schedule,
	...teach,
	...audit,
	...model,
	classify: {
		name: 'classify',
		description: 'Tell what is in a picture',
		options: {
			image: { name: 'image', description: 'The picture to judge: JPEG, PNG, WebP, GIF or AVIF' },
			private: { name: 'private', description: 'Show the answer to you only' },
		},
	},
	classifyMessage: { name: 'Classify image' },
	help: {
		name: 'help',
		description: 'What Hantei can do, and how',
		text: (facts: HelpFacts) =>
			[
				`**Hantei tells what is in a photo.** It knows ${facts.labels}.`,
				`- Post a photo${facts.seesPhotos ? '' : ' and mention me'}: I reply with what it shows and how sure I am. **Top 3** below the reply shows the runners-up, **Why?** what it goes by, and **Not right?** lets you say what it is.`,
				'- Reply to a photo and mention me to ask about that photo.',
				`- ${facts.classify} judges a picture you choose, in direct messages too; with \`private\` only you see the answer.`,
				'- Right-click or hold a message › Apps › **Classify image** judges its pictures, for your eyes only.',
				...(facts.teach
					? [`- ${facts.teach} gives a photo to learn from, ${facts.withdraw} takes all of yours back.`]
					: []),
				`-# ${facts.privacy} · ${facts.status}`,
			].join('\n'),
		forAdmins: (facts: AdminHelpFacts) => [
			'**For admins**',
			`- ${facts.settings}: channels, threshold, style and language.`,
			`- ${facts.learn} teaches me new things by name, all in one step. Or step by step:`,
			`- ${facts.addLabel} names what to recognise, ${facts.crawl} collects openly licensed photos of it; ${facts.dataset} shows what came, and ${facts.review} asks about doubtful photos.`,
			`- ${facts.retrain} has me learn from the photos, ${facts.schedule} does so every night. A new model serves only if it is not worse; ${facts.model} shows how good it is, ${facts.rollback} returns to the one before.`,
			`- ${facts.audit} tells who changed what.`,
		],
	},
	privacy: {
		name: 'privacy',
		description: 'What happens to your photos',
		/** The short of it: five lines. */
		summary: [
			'**What happens to your photos**',
			'- I judge a photo on the computer Hantei runs on and forget it at once. No photo and no message is stored, or passed on to anyone.',
			'- Nothing you post trains a model, except a photo that you give on purpose with `/teach`, once you have read what is kept and agreed.',
			'- `/teach withdraw` deletes all that you gave, at once.',
			'- Stored are this server’s settings, and what its admins collect: labels, openly licensed photos of others, models.',
		].join('\n'),
		details: 'Details',
		text: [
			'- A reply to several photos shows small copies of them, on Discord and nowhere else. When you delete your message, I delete that reply, too.',
			'- A photo given with `/teach` (off unless the host and the admins of a server turn it on) is kept as a small copy without place or date, with your user id and your name there, for training in that server; its admins see it, and channels where they show photos that I learn from. `/teach withdraw` deletes all of it at once.',
			'- Stored are the settings and the training schedule of this server, which are deleted when I am removed from it; and, where its admins had photos collected, their labels, openly licensed photos of others with author and source, the models, and the ids of the admins who decided about them. All of that, taught photos too, is deleted some time after I am removed (30 days unless the host says otherwise). A photo that an admin removes is erased after the same time.',
			'- When you press **Not right?**, I count which label I gave and which one you say. Nothing of the photo is kept; that you have been counted is remembered for 90 days, as a hash.',
			'- For a while I keep in memory which messages I have answered, and with which labels, so that none is answered twice and **Top 3** works. For a day I keep the id of a direct channel, to find there what I missed.',
			'- The log of errors holds ids of messages, channels and servers, and no content.',
		].join('\n'),
	},
	status: {
		name: 'status',
		description: 'Model, queue and health of Hantei',
		text: (facts: StatusFacts) =>
			[
				`**Model** ${facts.model}`,
				`**Labels** ${facts.labels}`,
				`**Queue** ${facts.waiting} waiting, ${facts.workers === 1 ? '1 worker' : `${facts.workers} workers`}, ${facts.judged} judged since the start`,
				facts.training,
				`**Started** ${facts.started}`,
				`**Memory** ${facts.memory}`,
				`**Last error** ${facts.lastError ? `${facts.lastError.when}, reference ${facts.lastError.reference}` : 'none'}`,
				...(facts.seesPhotos
					? []
					: [
							'⚠️ The Message Content intent is off: I see photos only where I am mentioned, in direct messages and through commands.',
						]),
				...(facts.host
					? [
							`-# ${facts.host.guilds} servers · ${facts.host.shards.count > 1 ? `${facts.host.shards.connected} of ${facts.host.shards.count} shards connected · ` : ''}${facts.host.latencyMs === null ? '' : `gateway ${facts.host.latencyMs} ms · `}backbone ${facts.host.backbone} · ONNX Runtime on ${facts.host.device}${facts.host.lastError ? ` · ${facts.host.lastError}` : ''}`,
							...(facts.host.shared
								? [...sharedWork.processes(facts.host.shared), ...sharedWork.queues(facts.host.shared)].map(
										(line) => `-# ${line}`,
									)
								: []),
						]
					: []),
			].join('\n'),
	},
	settings: {
		name: 'settings',
		description: 'How Hantei behaves in this server',
		show: { name: 'show', description: 'See all settings and change the most common ones' },
		channel: {
			name: 'channel',
			description: 'Answer photos in a channel, or not',
			options: {
				answer: { name: 'answer', description: 'Whether photos are answered there' },
				channel: {
					name: 'channel',
					description: 'A channel, thread or category; left out: the whole server',
				},
			},
			choices: { on: 'On', off: 'Off', follow: 'As the category or the server' },
		},
		threshold: {
			name: 'threshold',
			description: 'How sure Hantei must be to name a label',
			options: {
				percent: { name: 'percent', description: '1 to 99; left out: as the model was calibrated' },
			},
		},
		style: {
			name: 'style',
			description: 'How photos are answered',
			options: { style: { name: 'style', description: 'With a message, a reaction, or only when sure' } },
		},
		language: {
			name: 'language',
			description: 'The language of answers to photos',
			options: { language: { name: 'language', description: 'The language' } },
		},
		log: {
			name: 'log',
			description: 'Where Hantei reports problems and changed settings',
			options: { channel: { name: 'channel', description: 'The channel; left out: nowhere' } },
		},
		teach: {
			name: 'teach',
			description: 'Whether members may give photos to train on, with /teach',
			options: { members: { name: 'members', description: 'Whether they may' } },
			choices: { on: 'On', off: 'Off' },
		},
		reset: { name: 'reset', description: 'Set all settings back to their defaults' },
		styles: {
			reply: 'Reply to every photo',
			reaction: 'Reaction only',
			sure: 'Reply only when sure',
		},
		languages: { auto: 'As the server', en: 'English', ja: '日本語' },
		panel: {
			title: '**Settings of this server**',
			channels: 'Channels',
			threshold: 'Threshold',
			style: 'Style',
			language: 'Language',
			log: 'Log',
			everywhere: 'on everywhere',
			nowhere: 'off everywhere',
			/** Mentions of channels set apart, and how many were left out. */
			on: (channels: string) => `on in ${channels}`,
			off: (channels: string) => `off in ${channels}`,
			others: (channels: number) => `${channels} more`,
			ageRestricted: '-# Age-restricted channels are off unless turned on one by one.',
			modelThreshold: 'as the model was calibrated',
			noLog: 'nowhere',
			teach: 'Teaching',
			teachOn: 'members may give photos to train on',
			teachOff: 'off',
			cannotAnswer: (channels: string) => `⚠️ I lack permissions to answer in ${channels}.`,
			more: (commands: string) => `-# More: ${commands}`,
			chooseStyle: 'How photos are answered',
			chooseLanguage: 'Language of answers',
			reset: 'Reset …',
		},
		/** What a server reads when the bot comes in. */
		welcome: {
			hello: (labels: string) =>
				`👋 **Hello, I am Hantei. I tell what is in a photo.** So far I know ${labels}.`,
			ask: 'Post a photo, and I reply with what it shows and how sure I am.',
			teach: 'Those who manage this server can change how I answer right here, and teach me more by name:',
			small: (help: string, privacy: string) =>
				`-# I judge photos and forget them: nothing you post is kept or learned from. ${help} · ${privacy}`,
		},
		changed: (setting: string, value: string) => `**${setting}**: ${value}`,
		confirmReset: 'Set all settings of this server back to their defaults?',
		resetNow: 'Reset',
		cancel: 'Keep them',
		kept: 'Nothing was changed.',
		wasReset: 'All settings are back to their defaults.',
	},
};

export interface HelpFacts {
	readonly labels: string;
	/** Whether the bot sees photos without being mentioned. */
	readonly seesPhotos: boolean;
	/** Commands as mentions that can be clicked. */
	readonly classify: string;
	/** Null where members may give no photos. */
	readonly teach: string | null;
	readonly withdraw: string;
	readonly privacy: string;
	readonly status: string;
}

/** Commands as mentions that can be clicked. */
export interface AdminHelpFacts {
	readonly settings: string;
	readonly learn: string;
	readonly addLabel: string;
	readonly crawl: string;
	readonly dataset: string;
	readonly review: string;
	readonly retrain: string;
	readonly schedule: string;
	readonly model: string;
	readonly rollback: string;
	readonly audit: string;
}

export interface StatusFacts {
	readonly model: string;
	readonly labels: string;
	readonly waiting: number;
	readonly workers: number;
	readonly judged: number;
	/** The line about trainings. */
	readonly training: string;
	/** Times as Discord shows them in the reader's language and zone. */
	readonly started: string;
	readonly memory: string;
	readonly lastError: { readonly when: string; readonly reference: string } | null;
	readonly seesPhotos: boolean;
	/** For the host's owners only. */
	readonly host: {
		readonly guilds: number;
		readonly shards: { readonly connected: number; readonly count: number };
		readonly latencyMs: number | null;
		readonly backbone: string;
		/** What networks run on. */
		readonly device: string;
		readonly lastError: string | null;
		/** With other processes. */
		readonly shared: SharedWorkFacts | undefined;
	} | null;
}
