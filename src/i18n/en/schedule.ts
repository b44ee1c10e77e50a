const DAYS = {
	sun: 'Sunday',
	mon: 'Monday',
	tue: 'Tuesday',
	wed: 'Wednesday',
	thu: 'Thursday',
	fri: 'Friday',
	sat: 'Saturday',
};

/** `/schedule`, and what is told after a night. Versions and names arrive escaped, times as Discord shows them. */
export const schedule = {
	schedule: {
		name: 'schedule',
		description: 'When Hantei trains by itself',
		show: { name: 'show', description: 'See what is planned, the next times and the last result' },
		set: {
			name: 'set',
			description: 'Plan trainings: every night at 03:00 unless you say otherwise',
			options: {
				time: { name: 'time', description: 'Time of day: 03:30' },
				day: { name: 'day', description: 'Every day, or one day of the week' },
				fineTune: {
					name: 'fine_tune',
					description: 'Try to fine-tune where there are 100 photos a label; False: never',
				},
				cron: { name: 'cron', description: 'Instead of time and day: minute hour day month weekday' },
				timezone: { name: 'timezone', description: 'Whose clock counts: Asia/Tokyo, Europe/Berlin' },
				crawl: {
					name: 'crawl',
					description: 'Collect photos first: how many each label is to have; 0: none',
				},
				channel: { name: 'channel', description: 'Where the result is told; else in the log channel' },
				quiet: { name: 'quiet', description: 'Say nothing when there was nothing new to learn' },
			},
		},
		pause: { name: 'pause', description: 'Train no more until it is resumed' },
		resume: { name: 'resume', description: 'Train again as planned' },
		run: { name: 'run', description: 'Train now, as if the time had come' },
		everyDay: 'Every day',
		days: DAYS,
		daily: (time: string, timezone: string) => `every day at ${time} (${timezone})`,
		weekly: (day: keyof typeof DAYS, time: string, timezone: string) =>
			`every ${DAYS[day]} at ${time} (${timezone})`,
		byCron: (cron: string, timezone: string) => `\`${cron}\` (${timezone})`,
		title: (when: string) => `🗓️ **Training** ${when}`,
		isSet: (when: string) => `🗓️ Trainings are planned: **${when}**`,
		isPaused: '⏸️ Paused: nothing is trained by itself.',
		isRunning: '🎓 A planned training is under way.',
		cancel: 'Cancel the training',
		cancelling: (model: string) => `⏹️ The training is being stopped. Model ${model} goes on serving.`,
		none: (set: string) =>
			`Nothing is planned here: models change only when somebody trains. ${set} changes that.`,
		next: (times: readonly string[]) => `**Next** ${times.join(', ')}`,
		spread: (minutes: number) =>
			`-# Planned times are spread over servers: here ${minutes === 1 ? 'a minute' : `${minutes} minutes`} later.`,
		collects: (wanted: number) => `**Photos** collected first, up to ${wanted} a label`,
		fineTunes: (photos: number) =>
			`**Fine-tuning** is tried where each label has ${photos} photos to learn from, and kept if it is better`,
		fineTunesNever: '**Fine-tuning** never',
		collectsNone: '**Photos** only those that are there',
		report: (channel: string | undefined, isQuiet: boolean) =>
			`**Result** ${channel === undefined ? 'told nowhere; choose a channel' : `in ${channel}`}${isQuiet ? ', unless there was nothing new' : ''}`,
		logChannel: 'the log channel',
		last: (when: string, result: string) => `**Last** ${when}: ${result}`,
		results: {
			promoted: (version: string) => `${version} was trained, and serves`,
			kept: (version: string) => `${version} was trained, and not promoted`,
			unchanged: () => 'nothing new to learn',
			failed: (reason: string) => (reason === '' ? 'failed; the host’s log tells why' : `failed. ${reason}`),
			cancelled: () => 'cancelled',
		},
		paused: '⏸️ Paused. What serves goes on serving; a training that is under way is finished.',
		resumed: (next: string) => `▶️ Resumed. Next: ${next}`,
		started: (channel: string | undefined, show: string) =>
			`🎓 The training has been started. Its result is told ${channel === undefined ? `by ${show}` : `in ${channel}`}.`,
		/** The host's zone, or a server's, with the time there. */
		timezone: (name: string, time: string) => `${name} (${time})`,
		log: {
			set: (user: string, when: string) => `${user} planned trainings: ${when}.`,
			paused: (user: string) => `${user} paused the planned trainings.`,
			resumed: (user: string) => `${user} resumed the planned trainings.`,
			ran: (user: string) => `${user} started the planned training now.`,
		},
		told: {
			planned: '🌙 **Planned training**',
			late: '🌙 **Planned training**, caught up because Hantei was not running at its time',
			byHand: (user: string) => `🎓 **Planned training**, started by ${user}`,
			failed: (reason: string, model: string, next: string | undefined) =>
				`⚠️ It failed: ${reason}\nModel ${model} goes on serving.${next === undefined ? '' : ` It is tried again ${next}.`}`,
			bug: (reference: string) =>
				`something went wrong inside Hantei; the host’s log has the details under reference ${reference}.`,
			cancelled: (model: string) => `⏹️ It was cancelled. Model ${model} goes on serving.`,
			more: (lines: number) => `… and ${lines} more`,
		},
		status: (next: string, last: string | undefined) =>
			`**Training** ${next}${last === undefined ? '' : ` · last ${last}`}`,
		statusNext: (when: string) => `next ${when}`,
		statusPaused: 'paused',
		statusNone: 'by hand only',
	},
};
