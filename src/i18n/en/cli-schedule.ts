/** `hantei schedule`. */
export const cliSchedule = {
	schedule: {
		about: 'say when Hantei trains by itself, while `npm start` runs',
		show: 'what is planned, the next times and the last result',
		set: 'plan trainings: every night at 03:00 unless told otherwise; what is not given stays as it was',
		pause: 'train no more until it is resumed',
		resume: 'train again as planned',
		run: 'have the running bot do the planned training now',
		time: 'time of day: 03:30',
		day: 'every, or a day of the week: mon, tue, wed, thu, fri, sat, sun',
		cron: 'instead of time and day: "minute hour day month weekday"',
		timezone: 'whose clock counts: Asia/Tokyo (default: this machine’s)',
		count: 'collect photos first: how many each label is to have; 0: none',
		channel: 'id of the Discord channel where the result is told; none: nowhere',
		quiet: 'say nothing when there was nothing new to learn',
		noQuiet: 'say so, too',
		planned: (when: string) => `Trained by itself ${when}`,
		none: 'Nothing is planned; hantei schedule set changes that.',
		paused: 'Paused: nothing is trained by itself.',
		running: 'A planned training is under way.',
		next: (times: readonly string[]) => `Next: ${times.join(', ')}`,
		collects: (wanted: number) => `Photos are collected first, up to ${wanted} a label.`,
		last: (when: string, result: string) => `Last: ${when}: ${result}`,
		requested: (command: string) =>
			`The bot begins within a minute or two, if it is running. To train right here: ${command}`,
	},
};
