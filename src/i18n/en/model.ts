import { byteSize } from '../format.ts';

/** `/model`: versions, what is known of them, and what serves. Versions and labels arrive escaped. */
export const model = {
	model: {
		name: 'model',
		details: 'Details',
		description: 'The models of this server: what serves, and what served before',
		list: { name: 'list', description: 'See all versions, their figures, and which one serves' },
		info: {
			name: 'info',
			description: 'See how good a version is, in figures and pictures',
			options: { version: { name: 'version', description: 'The version; left out: the one that serves' } },
		},
		compare: {
			name: 'compare',
			description: 'Compare two versions on photos that neither has learned from',
			options: {
				version: { name: 'version', description: 'The version' },
				with: { name: 'with', description: 'The other one; left out: the one that serves' },
			},
		},
		promote: {
			name: 'promote',
			description: 'Let a version serve',
			options: { version: { name: 'version', description: 'The version' } },
		},
		rollback: { name: 'rollback', description: 'Return to the version that served before' },
		export: {
			name: 'export',
			description: 'Get a version as a zip with its credits, or as a network for other tools',
			options: {
				version: { name: 'version', description: 'The version; left out: the one that serves' },
				format: { name: 'format', description: 'What for; left out: another Hantei' },
			},
		},
		import: {
			name: 'import',
			description:
				'Bring a model that was trained elsewhere: Teachable Machine, Keras, ONNX, TensorFlow Lite',
			options: {
				file: { name: 'file', description: 'A .zip, .h5, .keras, .onnx or .tflite file' },
				labels: {
					name: 'labels',
					description:
						'What its classes are, in its order, set apart by commas; left out: what the file says',
				},
				range: {
					name: 'range',
					description: 'What it expects of a pixel; left out: what the file or collected photos tell',
				},
				promote: {
					name: 'promote',
					description: 'Let it serve, even if it does worse or cannot be compared',
				},
			},
			ranges: {
				'0..255': '0 to 255, as they are',
				'0..1': '0 to 1 (divided by 255)',
				'-1..1': '-1 to 1',
				imagenet: 'as PyTorch’s networks (ImageNet’s mean and deviation)',
			},
		},
		backbone: {
			name: 'backbone',
			description: 'For those who run this Hantei: the network beneath all models, and moving to another',
			inUse: (id: string) => `**New models are made on ${id}**`,
			isInUse: '✅ in use',
			bundled: 'bundled',
			serves: (host: boolean, servers: number) =>
				host || servers > 0
					? `serves ${[...(host ? ['the host’s'] : []), ...(servers > 0 ? [serversText(servers)] : [])].join(' and ')}`
					: 'serves nobody',
			broken: (id: string, reason: string) => `⚠️ **${id}** cannot be used: ${reason}`,
			host: 'the host’s',
			moving: (id: string) => `▶️ **Moving to ${id}**`,
			step: (classifier: string, position: number, total: number, step: string | undefined) =>
				`${position} of ${total}: ${classifier}${step ? ` · ${step}` : ' · waiting'}`,
			elsewhere: 'another process does so, or goes on with it in a moment',
			ended: {
				finished: (id: string) => `☑️ The last move, to **${id}**, is done:`,
				cancelled: (id: string) =>
					`⏹️ The last move was cancelled: new models are made on **${id}** as before. What had moved serves on:`,
			},
			hint: '-# On the host: `hantei backbone download` and `import` get others, `compare` tells what each is worth on photos of yours.',
			choose: 'Move to another backbone …',
			question: (id: string, classifiers: number) =>
				[
					`Make new models on **${id}**, and move ${classifiers === 1 ? 'the present one' : `the ${classifiers} present ones`} to it?`,
					'Each classifier is trained on it in turn. Its new model takes over only if it is no worse on the same photos; until then, and else, the present one goes on serving. It can be cancelled at any time, and undone by moving back.',
				].join('\n'),
			move: 'Move',
			refresh: 'Refresh',
		},
		title: '**Models**, latest first',
		version: (version: string) => `**${version}**`,
		serves: '✅ serves',
		previous: '↩️ served before',
		challenger: '🆕 trained last',
		hosts: 'of this host',
		accuracy: (accuracy: string, photos: number) => `accuracy ${accuracy} (${photosText(photos)})`,
		labels: (labels: number) => (labels === 1 ? '1 label' : `${labels} labels`),
		unreadable: '⚠️ cannot be read',
		more: (lines: number) => `… and ${lines} more`,
		follows: 'This server has no model of its own serving; it goes by the host’s.',
		none: 'There is no model of this server’s own yet.',
		hint: (retrain: string) => `-# ${retrain} trains a new one.`,
		trained: (when: string) => `trained ${when}`,
		knows: (labels: string) => `Knows ${labels}`,
		learned: (photos: number, holdout: number, excluded: number) =>
			[
				`From ${photosText(photos)}`,
				...(holdout > 0 ? [`${holdout} of them only to measure with`] : []),
				...(excluded > 0 ? [`${excluded} left out as doubtful`] : []),
			].join(', '),
		/** @param bytes of its backbone; undefined where that is gone */
		fineTuned: (from: string, bytes: number | undefined) =>
			`🎛️ Fine-tuned: the last two blocks of ${from} were trained with it. ${bytes === undefined ? 'Its own backbone is gone' : `Its own backbone takes ${byteSize(bytes)} of disk`}`,
		/** Beside another version. */
		isFineTuned: (version: string) => `-# 🎛️ ${version} is fine-tuned: it has a backbone of its own.`,
		licences: (list: string) => `-# Licences: ${list}`,
		attribution: (command: string) => `-# Whose photos they are: ATTRIBUTION.md in ${command}`,
		/** What the gate says of a version beside another one, and why. */
		fit: (version: string, why: string) =>
			`⚖️ By the photos that both judged, ${version} is fit to serve: ${why}`,
		unfit: (version: string, why: string) =>
			`⚖️ By the photos that both judged, ${version} would not be promoted: ${why}`,
		hardest: (version: string) => `**Hardest photos of ${version}**: judged wrong, and sure of it`,
		cannotAttach: '-# I may not attach files here, so the pictures are missing.',
		comparison: (candidate: string, champion: string, photos: number) =>
			`**${candidate}** and **${champion}** on ${photosText(photos)} that neither had learned from when it judged them`,
		nothingInCommon: (candidate: string, champion: string) =>
			`**${candidate}** and **${champion}** have judged no photo in common, so they cannot be compared one by one.`,
		noCommonLabel: (candidate: string, champion: string) =>
			`**${candidate}** and **${champion}** have no label in common, so there is nothing to compare.`,
		fewPairs: '-# Too few photos to tell label by label.',
		outcomes: (
			candidate: string,
			onlyCandidate: number,
			champion: string,
			onlyChampion: number,
			both: number,
			neither: number,
		) =>
			`Both right ${both} · only ${candidate} ${onlyCandidate} · only ${champion} ${onlyChampion} · both wrong ${neither}`,
		difference: (points: string, low: string, high: string) =>
			`Difference **${points}** points of accuracy (95 % interval ${low} to ${high})`,
		chance: (p: string) => `by chance alone it is as large in ${p} of cases`,
		table: { label: 'label', photos: 'photos' },
		ofOtherLabels: '-# Compared among the labels that both know.',
		sameVersion: 'These are one and the same version. Choose two.',
		confirmPromote: (version: string, serving: string) =>
			`Let **${version}** serve in the place of ${serving}?`,
		against: (why: string) => `⚠️ The comparison speaks against it: ${why}.`,
		forced: '-# It can be promoted all the same; that goes into the audit log and the server’s log.',
		promoteNow: 'Promote',
		promoteAnyway: 'Promote anyway',
		leave: 'Leave it',
		left: 'Nothing was changed.',
		servesAlready: (version: string) => `**${version}** serves already.`,
		hostsOwn: (version: string) =>
			`**${version}** is the host’s: it can be looked at here, but neither promoted nor taken along.`,
		promoted: (version: string, before: string) => `✅ **${version}** serves now, in the place of ${before}.`,
		confirmRollback: (serving: string, target: string) =>
			`Return from **${serving}** to **${target}**, which served before?`,
		rollBackNow: 'Roll back',
		nothingBefore: (serving: string) =>
			`Nothing served before **${serving}**, so there is nothing to return to.`,
		rolledBack: (version: string, before: string) =>
			`↩️ **${version}** serves again; ${before} no longer does.`,
		changedMeanwhile: (serving: string) =>
			`Another model serves meanwhile: **${serving}**. Please look again.`,
		exportedNetwork: (version: string, format: string, bytes: number) =>
			`**${version}** as a network for ${format}, ${byteSize(bytes)}. How strangers are told goes along in ONNX alone.`,
		exported: (version: string, bytes: number) => `**${version}**, ${byteSize(bytes)}, with ATTRIBUTION.md`,
		tooLarge: (version: string, bytes: number, limit: number, command: string) =>
			`**${version}** takes ${byteSize(bytes)}, and at most ${byteSize(limit)} can be sent here. On the host: \`${command}\``,
		log: {
			promoted: (user: string, version: string, before: string) =>
				`${user} promoted **${version}**; ${before} no longer serves.`,
			forced: (user: string, version: string, why: string) =>
				`⚠️ ${user} promoted **${version}** against the advice: ${why}.`,
			rolledBack: (user: string, version: string, before: string) =>
				`${user} rolled back from ${before} to **${version}**.`,
		},
	},
};

function photosText(count: number): string {
	return count === 1 ? '1 photo' : `${count} photos`;
}

function serversText(count: number): string {
	return count === 1 ? '1 server' : `${count} servers`;
}
