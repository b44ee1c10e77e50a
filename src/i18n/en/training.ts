import { byteSize, counted } from '../format.ts';

/** `/retrain`: the question, the progress and the result of a training. Labels, versions and names arrive escaped. */
export const training = {
	retrain: {
		name: 'retrain',
		description: 'Train a new model on the photos; the present one goes on serving meanwhile',
		options: {
			crawl: { name: 'crawl', description: 'Collect photos first: how many each label is to have' },
			label: { name: 'label', description: 'Collect for these labels only, set apart by commas' },
			network: {
				name: 'network',
				description: 'For those who run this Hantei: train a whole network from scratch instead',
			},
			size: { name: 'size', description: 'Of the network’s photos: pixels of a side' },
			epochs: { name: 'epochs', description: 'How often the network goes through all photos' },
			augment: { name: 'augment', description: 'How photos are changed each time' },
			patience: {
				name: 'patience',
				description: 'End when so many epochs have brought no smaller loss, and keep the best',
			},
			fineTune: {
				name: 'fine_tune',
				description: 'For those who run this Hantei: train the last blocks of the backbone, too',
			},
		},
		question: '**Train a new model?**',
		label: (label: string, photos: number) => `**${label}** ${photosText(photos)}`,
		missing: (label: string, photos: number, missing: number) =>
			`⚠️ **${label}** has ${photosText(photos)} and needs ${missing} more; until then it is left out.`,
		/** Of a label that photos are collected of first. */
		grows: (label: string, photos: number, wanted: number) =>
			`**${label}** ${photosText(photos)}, to become ${wanted}`,
		followed: 'This server goes by the host’s labels and photos; training gives it a copy of its own.',
		collects: (labels: string, wanted: number) =>
			`First I collect photos of ${labels}, up to ${wanted} each.`,
		allLabels: 'all labels',
		augmentations: {
			none: 'not at all',
			course: 'turned by up to 20° and mirrored',
			keras: 'shifted by up to a tenth and mirrored',
		},
		scratch: (architecture: string, side: number, epochs: number, augmentation: string) =>
			`A whole network from scratch: \`${architecture}\`, photos of ${side} × ${side} pixels, ${counted(epochs, 'epoch')}, photos changed each time: ${augmentation}.`,
		scratchExpect:
			'-# From a few hundred photos expect little of it: it was made for 50,000. `/retrain` without `network` does far better with few.',
		/** The line of the epoch under way or done last, under the names that Keras gives the figures. */
		learned: (epoch: number, epochs: number, loss: string, accuracy: string) =>
			`epoch ${epoch} of ${epochs} · loss ${loss} · accuracy ${accuracy}`,
		heldOut: (epoch: number, loss: string, accuracy: string) =>
			`after epoch ${epoch}: val_loss ${loss} · val_accuracy ${accuracy}`,
		tunes:
			'The last two blocks of the backbone are trained, too, which takes longer; the new model then has a backbone of its own.',
		takes: (minutes: number) =>
			minutes <= 1 ? 'It takes about a minute.' : `It may take ${minutes} minutes or so.`,
		goesOn: (model: string) =>
			`Model ${model} goes on serving. The new one takes its place only if it is not worse.`,
		tooFewLabels: (atLeast: number, crawl: string) =>
			`A model needs at least two labels with ${atLeast} different photos each. Collect some with ${crawl}, or choose \`crawl\` here.`,
		keeps: (labels: string, model: string, learn: string) =>
			`♻️ ${labels}: no photos of your own here, so the new model will not know them. Model ${model} goes on answering for them beside it. Or have them learned, too (${learn}), or let them go.`,
		forgets: (labels: string, learn: string) =>
			`⚠️ ${labels} will no longer be recognised: they have no photos here. Have them learned, too (${learn}), or train all the same.`,
		startLettingGo: 'Train and let them go',
		stillAnswers: (labels: string, model: string) => `♻️ Model ${model} goes on answering for ${labels}.`,
		forgotten: (labels: string) => `⚠️ No longer recognised: ${labels}.`,
		alikePair: (label: string, own: string) => `${label} (yours: ${own})`,
		/** Labels that the host's model goes on answering for, each with one of the server's own. */
		alike: (pairs: readonly string[]) =>
			`⚠️ Hard to tell from your own labels: ${pairs.join(', ')}. Photos of them mostly get your label. If they are something else, collect photos of them here, too.`,
		more: (lines: number) => `… and ${lines} more`,
		start: 'Train',
		leave: 'Not now',
		left: 'Nothing was started.',
		started: 'The training has been started; this channel shows how far it is.',
		local: '-# ⚠️ The photo source is the local one on this machine: nothing here is from the internet.',
		waiting: (ahead: number) =>
			ahead <= 1
				? '⏳ The training begins after another one …'
				: `⏳ The training begins after ${ahead} others …`,
		starting: '🎓 **Training** is being started …',
		running: (step: number, steps: number) => `🎓 **Training** · step ${step} of ${steps}`,
		steps: {
			read: 'Read the network',
			crawl: 'Collect photos',
			embed: 'Look at the photos',
			group: 'Find copies and series',
			clean: 'Look for labels that may be wrong',
			fit: 'Train',
			tune: 'Fine-tune the last blocks',
			learn: 'Train the network',
			evaluate: 'Measure',
			decide: 'Compare with the present model',
			publish: 'Write the model',
		},
		count: (done: number, total: number) => `${done} of ${total}`,
		epochs: (done: number, total: number) => `epoch ${done} of ${total}`,
		crawled: (label: string, accepted: number, wanted: number) => `**${label}** ${accepted} of ${wanted}`,
		resumed: '-# Hantei was started anew meanwhile.',
		cancel: 'Cancel',
		cancelled: (user: string | undefined, model: string) =>
			`⏹️ **Training cancelled**${user === undefined ? '' : ` by ${user}`}. Model ${model} goes on serving; photos that came are kept.`,
		finished: '✅ **Training finished**; the result is below.',
		interrupted:
			'⏸️ **Training interrupted**: Hantei is being stopped, and goes on when it is started again. The present model is as it was.',
		gaveUp:
			'⏹️ **Training given up**: it was interrupted again and again. The present model is as it was; `/retrain` tries once more.',
		failed: (reference: string) =>
			`❌ **Training failed.** The present model goes on serving. The host’s log has the details under reference ${reference}.`,
		/** A refusal in its own words. */
		refused: (reason: string) => `❌ **Training ended.** ${reason}`,
		/** Instead of these texts, where a network is imported. */
		importing: {
			waiting: (ahead: number) =>
				ahead <= 1
					? '⏳ The import begins after a training …'
					: `⏳ The import begins after ${ahead} trainings …`,
			starting: '📦 **Import** is being started …',
			running: (step: number, steps: number) => `📦 **Importing a model** · step ${step} of ${steps}`,
			cancelled: (user: string | undefined, model: string) =>
				`⏹️ **Import cancelled**${user === undefined ? '' : ` by ${user}`}. Model ${model} goes on serving.`,
			finished: '✅ **Model imported**; the result is below.',
			interrupted:
				'⏸️ **Import interrupted**: Hantei is being stopped, and goes on when it is started again. The present model is as it was.',
			gaveUp: '⏹️ **Import given up**: it was interrupted again and again. The present model is as it was.',
			failed: (reference: string) =>
				`❌ **Import failed.** The present model goes on serving. The host’s log has the details under reference ${reference}.`,
			refused: (reason: string) => `❌ **Not imported.** ${reason}`,
		},
		/** Of a network without photos to measure it by. */
		notMeasured: (percent: string) =>
			`There were too few photos of its labels to measure it: what it says of its sureness is its own, and an answer takes ${percent}.`,
		unchanged: (model: string) =>
			`💤 **Nothing has changed** since the last training, so there is nothing new to learn. Model ${model} goes on serving.`,
		promoted: (sentence: string) => `✅ **${sentence}**`,
		kept: (sentence: string) => `🛡️ **${sentence}**`,
		/** Promoted against the verdict. */
		forced: (version: string) => `⚠️ ${version} serves nevertheless, because somebody wanted it so.`,
		canBePromoted: (version: string) => `-# ${version} is kept all the same, and can be promoted.`,
		fineTuned: (bytes: number) =>
			`🎛️ It is fine-tuned: the last two blocks of the backbone were trained with it, and its own backbone takes ${byteSize(bytes)}.`,
		fineTuningTried: (points: string, photos: number) =>
			`🎛️ Fine-tuning the last two blocks, too, was tried: ${points} points on ${photosText(photos)}, which may be chance, so the plain model was kept.`,
		before: (model: string, accuracy: string, macroF1: string, calibrationError: string) =>
			`-# Before, ${model}: ${accuracy} · macro-F1 ${macroF1} · calibration error ${calibrationError}, each on its own photos`,
		excluded: (excluded: number, flagged: number, review: string) =>
			`🧹 ${excluded === 1 ? '1 photo was' : `${excluded} photos were`} left out as doubtful, ${flagged} flagged in all: ${review}`,
		flagged: (flagged: number, review: string) =>
			`🧹 ${flagged === 1 ? '1 photo looks' : `${flagged} photos look`} doubtful: ${review}`,
		leftOut: (label: string, photos: number, missing: number) =>
			`⚠️ **${label}** was left out: it has ${photosText(photos)} and needs ${missing} more.`,
		cannotAttach: '-# I may not attach files here, so the pictures are missing.',
		promote: (version: string) => `Promote ${version}`,
		rollBack: 'Roll back',
		compare: (served: string) => `Compare with ${served}`,
		review: 'Review the doubtful ones',
		trainNow: 'Train now',
		log: {
			trained: (user: string, sentence: string) => `${user} had a model trained: ${sentence}`,
			imported: (user: string, sentence: string) => `${user} imported a model: ${sentence}`,
		},
	},
};

function photosText(count: number): string {
	return count === 1 ? '1 photo' : `${count} photos`;
}
