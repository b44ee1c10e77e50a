/** `/learn`: from names to a model that knows them. Labels, versions and names arrive escaped. */
export const learning = {
	learn: {
		name: 'learn',
		description: 'Teach me new things by name: I collect photos, train, and show what came of it',
		options: {
			names: { name: 'names', description: 'What to learn, separated by commas: roses, tulips, daisy' },
			count: { name: 'count', description: 'How many photos each is to have; left out: 100' },
		},
		form: {
			title: 'Teach me something',
			names: 'What shall I learn?',
			example: 'roses, tulips, daisy',
		},
		teach: 'Teach me something',
		running: (names: string, step: number, steps: number) =>
			`🎓 **Learning** ${names} · step ${step} of ${steps}`,
		names: 'Find out what is meant',
		/** Of a name that stands for no living thing. */
		byWords: (name: string) => `${name} by words`,
		plan: (photos: number, sources: readonly string[]) =>
			`-# Up to ${photos} openly licensed photos each, from ${listed(sources)}`,
		/** What the host's model goes on answering for. */
		kept: (labels: string) => `-# ${labels}: still recognised afterwards, by the model of the host`,
		lost: (labels: string) =>
			`-# ⚠️ ${labels}: no longer recognised here afterwards, since there are no photos of them here. Name them, too, to keep them.`,
		wasLost: (labels: string) =>
			`-# ⚠️ No longer recognised here: ${labels}. To have them back: \`/learn\`, or roll back.`,
		which: (name: string, position: number, all: number) =>
			`🎓 **Which living thing is ${name}?**${all > 1 ? ` (${position} of ${all})` : ''}`,
		whichHint:
			'Then photos are taken from observations of it, checked by naturalists. If it is none of these, I search by words.',
		leave: 'Not now',
		left: 'Nothing was collected or trained. The names stay: `/labels list` shows them, `/learn` goes on.',
		cancel: 'Cancel',
		cancelled: (names: string, user: string | undefined, model: string) =>
			`⏹️ **Learning** ${names} **cancelled**${user === undefined ? '' : ` by ${user}`}. Photos that came are kept; model ${model} goes on serving.`,
		interrupted: (names: string) =>
			`⏸️ **Learning** ${names} **interrupted**: Hantei is being stopped, and goes on when it is started again.`,
		gaveUp:
			'⏹️ **Learning given up**: it was interrupted again and again. What came is kept; `/learn` goes on.',
		failed: (names: string, reference: string) =>
			`❌ **Learning** ${names} **failed.** Photos that came are kept. The host’s log has the details under reference ${reference}.`,
		refused: (names: string, reason: string) => `❌ **Could not learn** ${names}. ${reason}`,
		/** Beside it, what each name has. */
		tooFew: (names: string, needed: number) =>
			`⚠️ **Too few photos** to learn ${names}: each takes at least ${needed} different ones.`,
		found: (name: string, photos: number, words: readonly string[]) =>
			`${name} ${photos} ${photos === 1 ? 'photo' : 'photos'} · asked for ${words.map((word) => `“${word}”`).join(', ')}`,
		/** Beside it, by which words; the label is there without photos. */
		foundNothing: (found: string) =>
			`⚠️ Not learned, nothing was found: ${found}. Give it other words (\`/labels edit\`) and \`/learn\` it again, or remove it.`,
		drawnOnly: (labels: readonly string[]) =>
			`-# The photo source on this machine only has drawings of ${listed(labels)}. Try two of these: \`/learn\`.`,
		tryWords:
			'-# Few photos found? Give other names and search terms, English ones find most: `/labels edit`. Then go on.',
		again: 'Go on',
		knows: (names: string) => `✅ **Learned:** ${names}. Post a photo, and I tell.`,
		/** Learned, but the model before goes on serving. */
		learnedOnly: (version: string, names: string) =>
			`🎓 ${version} has learned ${names}; it is kept and can be promoted.`,
		examples: '**What it says of photos it had not seen**',
		says: (label: string, confidence: string) => `${label} ${confidence}`,
		wrong: (said: string, label: string) => `${said} ❌ (${label})`,
	},
};

function listed(names: readonly string[]): string {
	return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join();
}
