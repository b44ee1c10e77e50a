/** The facts of a change as the log keeps them; what people named arrives escaped. A fact may be missing. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `/audit`: who changed what, and when. Each line of `did` goes on after a name: “Aya added the label crow”. */
export const audit = {
	audit: {
		name: 'audit',
		description: 'Who changed what here, and when',
		options: {
			by: { name: 'by', description: 'Changes of this member only' },
			action: { name: 'action', description: 'Changes of this kind only' },
			before: { name: 'before', description: 'Changes before this day only: 2026-11-24' },
		},
		title: '**Who changed what**, latest first',
		none: 'Nothing has been changed here yet.',
		noneSuch: 'There is no such change.',
		older: 'Older',
		latest: 'Latest',
		more: (lines: number) => `… and ${lines} more`,
		line: (when: string, who: string, what: string) => `${when} ${who} ${what}`,
		/** Who is no member. */
		cli: 'The host, by the command line,',
		schedule: 'The schedule',
		health: 'The health watch',
		/** Kinds of changes, to choose from. */
		actions: {
			retrain: 'Training',
			'model-import': 'Model: imported',
			'retrain-cancel': 'Training: cancelled',
			promote: 'Promotion of a model',
			'force-promote': 'Promotion against the advice',
			'roll-back': 'Roll-back',
			'auto-roll-back': 'Roll-back by the health watch',
			'schedule-set': 'Schedule: set',
			'schedule-pause': 'Schedule: paused',
			'schedule-resume': 'Schedule: resumed',
			'schedule-run': 'Schedule: run at once',
			setting: 'Setting',
			'label-add': 'Label: added',
			'label-edit': 'Label: changed',
			'label-remove': 'Label: removed',
			crawl: 'Crawl',
			'crawl-cancel': 'Crawl: cancelled',
			'photos-import': 'Photos: imported',
			'photos-keep': 'Photos: confirmed',
			'photos-remove': 'Photos: removed',
			'photos-relabel': 'Photos: moved to another label',
			undo: 'Undo',
			teach: 'Taught photo',
			'teach-withdraw': 'Taught photo: withdrawn',
			fork: 'Own labels and photos',
			'doctor-exclude': 'Photos left out by the dataset doctor',
		},
		did: {
			retrain: ({ wanted }: AuditFacts) =>
				typeof wanted === 'number'
					? `started a training, after collecting up to ${wanted} photos a label`
					: 'started a training',
			'retrain-cancel': () => 'cancelled a training',
			'model-import': ({ version, file }: AuditFacts) => `imported **${text(version)}** from ${text(file)}`,
			promote: ({ version }: AuditFacts) => `promoted **${text(version)}**`,
			'force-promote': ({ version }: AuditFacts) => `promoted **${text(version)}** against the advice`,
			'roll-back': ({ version, before }: AuditFacts) =>
				`rolled back from ${text(before)} to **${text(version)}**`,
			'auto-roll-back': ({ version, failed }: AuditFacts) =>
				`rolled back from ${text(failed)} to **${text(version)}**`,
			'schedule-set': ({ cron, timezone }: AuditFacts) =>
				typeof cron === 'string' ? `set the schedule: ${cron} (${text(timezone)})` : 'set the schedule',
			'schedule-pause': () => 'paused the schedule',
			'schedule-resume': () => 'resumed the schedule',
			'schedule-run': () => 'ran the schedule’s training at once',
			setting: ({ setting, value }: AuditFacts) => `set ${text(setting)}: ${text(value)}`,
			'label-add': ({ label }: AuditFacts) => `added the label **${text(label)}**`,
			'label-edit': ({ label, before, taxon }: AuditFacts) => {
				if (typeof taxon === 'string') return `said that **${text(label)}** is *${taxon}*`;
				return typeof before === 'string' && before !== label
					? `renamed the label **${before}** to **${text(label)}**`
					: `changed the label **${text(label)}**`;
			},
			'label-remove': ({ label, photos }: AuditFacts) =>
				`removed the label **${text(label)}** and ${photosText(photos)}`,
			crawl: ({ labels, wanted }: AuditFacts) =>
				`collected photos of ${typeof labels === 'string' ? labels : 'all labels'}, up to ${text(wanted)} each`,
			'crawl-cancel': () => 'cancelled a crawl',
			'photos-import': ({ photos }: AuditFacts) => `imported ${photosText(photos)}`,
			'photos-keep': ({ photos }: AuditFacts) => `confirmed ${photosText(photos)}`,
			'photos-remove': ({ photos }: AuditFacts) => `removed ${photosText(photos)}`,
			'photos-relabel': ({ photos, label }: AuditFacts) =>
				`moved ${photosText(photos)} to **${text(label)}**`,
			undo: ({ photos }: AuditFacts) => `took a decision back, about ${photosText(photos)}`,
			teach: ({ label }: AuditFacts) => `taught a photo of **${text(label)}**`,
			'teach-withdraw': ({ photos }: AuditFacts) =>
				typeof photos === 'number' ? `withdrew ${photosText(photos)}` : 'withdrew a taught photo',
			fork: ({ labels, photos }: AuditFacts) =>
				labels === 0
					? 'gave this server labels and photos of its own'
					: `gave this server a copy of the host’s ${text(labels)} labels and ${photosText(photos)}`,
			'doctor-exclude': ({ photos }: AuditFacts) =>
				`had ${photosText(photos)} left out of a training as doubtful`,
		},
		settingsReset: 'set all settings back to their defaults',
		/** Where photos are answered: in a channel, or in the whole server. */
		channel: (channel: string, isOn: boolean | null) =>
			isOn === null ? `${channel} as the server` : `${channel} ${isOn ? 'on' : 'off'}`,
	},
};

function text(fact: AuditFacts[string]): string {
	return String(fact ?? '?');
}

function photosText(count: AuditFacts[string]): string {
	return count === 1 ? '1 photo' : `${text(count)} photos`;
}
