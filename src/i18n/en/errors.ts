import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import { byteSize, counted, megapixels } from '../format.ts';
import { permissionName } from './bot.ts';
import { settings } from './settings.ts';

export type ErrorMessages = { [Code in ErrorCode]: (details: ErrorDetails[Code]) => string };

/** What happened, why, and what to do next: one text per code. */
export const errors: ErrorMessages = {
	'image-empty': () => 'This file is empty. Please try another copy.',
	'image-too-many-bytes': ({ bytes, limit }) =>
		`This file is too large (${byteSize(bytes)}; at most ${byteSize(limit)}). Please use a smaller copy.`,
	'image-too-many-pixels': ({ width, height, limit }) =>
		`This picture has too many pixels (${width} × ${height}; at most ${megapixels(limit)} million). Please use a smaller copy.`,
	'image-too-small': ({ width, height, limit }) =>
		`This picture is too small to judge (${width} × ${height}; each side needs at least ${limit} pixels). Please use a larger one.`,
	'image-unsupported': ({ format }) => `This looks like ${format}; please use JPEG or PNG.`,
	'image-unknown': () => 'This is not a picture I can read. Please use JPEG, PNG, WebP, GIF or AVIF.',
	'image-damaged': ({ format }) =>
		`This ${format} file is damaged or cut short and cannot be decoded. Please try the original again.`,
	'image-too-slow': ({ limitMs }) =>
		`Reading this picture took longer than ${seconds(limitMs)}, so I gave up. Please use a smaller copy or a JPEG.`,
	'engine-busy': ({ waiting }) =>
		`I am busy: ${counted(waiting, 'picture is', 'pictures are')} waiting already. Please try again in a few seconds.`,
	'engine-timeout': ({ limitMs }) =>
		`Judging this picture took longer than ${seconds(limitMs)}, so I gave up. Please try again.`,
	'engine-crashed': () =>
		'The worker that judged this picture stopped; a new one has taken its place. Please try again.',
	'engine-closed': () => 'Hantei is shutting down. Please try again in a minute.',
	'file-not-found': ({ path }) => `There is no file or folder ${path}. Check the name.`,
	'file-unreadable': ({ path, reason }) => `${path} cannot be read: ${reason}. Check its permissions.`,
	'file-unwritable': ({ path, reason }) =>
		`${path} cannot be written: ${reason}. Check that its folder is there and yours to write in.`,
	'folder-empty': ({ path }) => `${path} is an empty folder. Put photos into it, or name another.`,
	'folder-without-pictures': ({ path }) =>
		`${path} holds no pictures: no file whose name ends in .jpg, .png, .webp, .gif or .avif. Name another folder, or a file.`,
	'folder-without-photos': ({ path }) =>
		`${path} holds no photos in folders of their labels. Give a folder with one subfolder a label: photos/crow/1.jpg …`,
	'too-few-labels': ({ labels }) =>
		`Telling things apart takes at least two labels, but there ${labels === 1 ? 'is one' : 'is none'}. Add another label (hantei labels add), or another folder to the folder you train on.`,
	'too-few-photos': ({ label, photos, limit }) =>
		`“${label}” has ${counted(photos, 'usable photo')}; at least ${limit} are needed. Add more, or remove the label.`,
	'no-known-label': ({ labels, known }) =>
		`The model knows none of these labels: ${labels.join(', ')}. It knows ${known.join(', ')}; name the folders like that.`,
	'no-model': ({ classifier }) =>
		`There is no model for “${classifier}” yet. Train one: hantei train --from photos/`,
	'no-previous-model': ({ classifier }) => `There is no earlier model of “${classifier}” to return to.`,
	'model-not-found': ({ version, known }) =>
		`There is no model ${version}. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'Train one: hantei train --from photos/'}`,
	'model-damaged': ({ version, reason }) =>
		`Model ${version} is damaged (${reason}). Roll back to another version, or train again.`,
	'model-other-format': ({ version, isOlder }) =>
		isOlder
			? `Model ${version} was made by an older Hantei, and this one cannot read it. Train again.`
			: `Model ${version} was made by a newer Hantei. Update Hantei, or train again.`,
	'model-backbone-missing': ({ version, backbone }) =>
		`Model ${version} was made on the backbone ${backbone}, which is not installed here. Make a new model on the one in use with hantei retrain, or install that one again (hantei backbone download ${backbone}, hantei backbone import) and start Hantei again.`,
	'backbone-not-installed': ({ id }) =>
		`The backbone ${id} is not installed. hantei backbone list shows which are; hantei backbone download and hantei backbone import install others.`,
	'backbone-elsewhere': ({ id, setting }) =>
		`All machines with the same rows make new models on the backbone ${id}, which is not on this one. Set ${setting} as on the others, so that it is fetched from there, install it here (hantei backbone download, hantei backbone import), or choose another there (hantei backbone use).`,
	'backbone-unusable': ({ id, reason }) =>
		`The backbone ${id} cannot be used on this machine (${reason}). Nothing was changed; choose another one (hantei backbone list), or install it again.`,
	'backbone-set': ({ setting }) =>
		`HANTEI_BACKBONE is set to ${setting}, which goes before what is chosen here. Take it out of the environment (.env), start Hantei again, and choose then.`,
	'backbone-move-running': ({ to, process }) =>
		`Models are being moved to the backbone ${to} already${process ? ` (process ${process})` : ''}. Wait until that has ended, or cancel it there.`,
	'backbone-not-found': ({ path }) => `There is no backbone in ${path}. Check HANTEI_BACKBONE.`,
	'backbone-damaged': ({ path, reason }) =>
		`The backbone in ${path} is damaged (${reason}). If it came with Hantei, fetch it again (git restore models); else delete that folder and install the backbone again.`,
	'safety-network-damaged': ({ path, reason }) =>
		`The network that keeps unsafe photos out, in ${path}, is damaged (${reason}), so nothing is collected. Fetch it again (git restore models).`,
	'conversion-unsupported': ({ format, what }) =>
		`This ${format} network cannot be converted: ${what} is not supported.`,
	'export-unsupported': ({ version, format, what }) =>
		`${version} cannot be written as ${format}, which has nothing for ${what}. ONNX has: hantei models export ${version} model.onnx`,
	'network-damaged': ({ path, reason }) => `The network in ${path} is damaged (${reason}). Export it again.`,
	'network-too-demanding': ({ path, limitSeconds, limitMb }) =>
		`Reading ${path} took more than ${limitSeconds} seconds or ${limitMb} MB of memory, more than a network for photos needs, so it was given up. Choose a smaller one, or export it again.`,
	'network-range-needed': ({ path }) =>
		`${path} does not say in which range it wants pixels, and with the wrong one its answers are worthless. Say it if you know (range 0..1 for a network trained on pixels divided by 255), or let labelled photos tell: those collected of its labels, or a folder (--from photos/ of hantei import, --detect-range photos/ of hantei predict).`,
	'network-labels-needed': ({ classes, given }) =>
		`The network tells ${counted(classes, 'class', 'classes')} apart, ${given === undefined ? 'and the file does not say what they are' : `but ${counted(given, 'label was', 'labels were')} given`}. Name each once, in the network's order, as labels: crow,boar,…`,
	'network-unreachable': ({ path }) => `${path} could not be fetched from Discord. Attach it once more.`,
	'network-too-large': ({ path, bytes, limit }) =>
		`${path} is too large for a network that judges photos (${byteSize(bytes)}; at most ${byteSize(limit)}). Choose a smaller one.`,
	'network-not-found': ({ path }) =>
		`${path} holds no network, or more than one. Give an .onnx, .tflite, .h5 or .keras file, a folder with model.json, a Teachable Machine export, or a zip of one of these.`,
	'network-useless': ({ path, why }) =>
		`The network in ${path} runs, but cannot serve as a backbone: ${USELESS[why]}. Check --layer, or choose another network.`,
	'fine-tuning-unsupported': ({ backbone }) =>
		`The backbone ${backbone} cannot be fine-tuned; the one that ships with Hantei can. Train without --fine-tune, or choose that one: hantei backbone use bundled`,
	'training-diverged': ({ epoch }) =>
		`The training diverged in epoch ${epoch}: its loss is no number any more. Nothing was changed. Train with another seed (--seed), or look whether the photos are what they should be.`,
	'network-classes': ({ classes, labels }) =>
		`The network ends in ${counted(classes, 'class', 'classes')}, but the photos have ${counted(labels.length, 'label')}: ${labels.join(', ')}. Give its last layer as many units.`,
	'network-unknown': ({ network, known }) =>
		`There is no network ${network}. Name one of ${known.join(', ')}, or a file with what Keras's model.to_json() says.`,
	'download-failed': ({ what, reason }) =>
		`${what} could not be downloaded (${reason}). What has arrived is kept: run the command again to go on.`,
	'download-wrong': ({ what, why }) =>
		`What was downloaded as ${what} is not the file that was meant (its ${why === 'size' ? 'size' : 'SHA-256'} is another), so it was thrown away. Try again later, or import a file of your own: hantei backbone import`,
	'download-running': ({ what, process }) =>
		`Another process (${process}) is downloading ${what} already. Wait until it is done, or stop it: what has arrived is kept.`,
	'backbone-unknown': ({ id, known }) =>
		`There is no backbone ${id} to download. There are: ${known.join(', ')}.`,
	'bad-settings': ({ problems }) =>
		settings.wrong(
			problems.map(({ setting, value, expected }) =>
				settings.line(settings.nameOf(setting), setting, value, settings.expected(expected)),
			),
		),
	'option-needs': ({ option, needs }) =>
		`\`${option}\` says how a network is trained from scratch, so it needs \`${needs}\`, too.`,
	'options-exclude': ({ option, other }) =>
		`\`${option}\` and \`${other}\` do not go together. Leave one of them out.`,
	'bad-option': ({ option, value, expected }) => `${option} is “${value}”, but must be ${expected}.`,
	'port-taken': ({ port, setting }) =>
		`Port ${port} is in use by another program. Stop that program, or set ${setting} to another port.`,
	'address-unavailable': ({ address, reason }) =>
		`Hantei cannot listen on ${address} (${reason}). Choose another address or port.`,
	'uploads-busy': ({ uploads }) =>
		`${uploads === 1 ? 'Another upload is' : `${uploads} other uploads are`} under way, and there is no room for more. Please try again in a few seconds.`,
	'upload-stalled': ({ seconds }) =>
		`The upload stopped: nothing came for ${seconds === 1 ? 'a second' : `${seconds} seconds`}. Please send it again.`,
	'upload-too-slow': ({ seconds }) =>
		`The upload took longer than ${seconds === 1 ? 'a second' : `${seconds} seconds`}. Please send fewer or smaller pictures at once.`,
	'upload-empty': ({ field }) =>
		`No picture was sent. Choose one; a program sends it in the multipart field “${field}”, or its bytes as the body.`,
	'upload-malformed': () => 'The upload arrived incomplete or malformed. Please send it again.',
	'upload-too-many-bytes': ({ limit }) =>
		`This upload is too large (at most ${byteSize(limit)} at once). Please send fewer or smaller pictures.`,
	'upload-too-many-files': ({ limit }) =>
		`These are too many pictures (at most ${limit} at once). Please send fewer at a time.`,
	'host-not-allowed': ({ host }) =>
		`Hantei does not answer to the name “${host}”. Open it by the address it printed when it started.`,
	'cross-site-request': () =>
		'This request came from another site, so it was refused. Please use the page of Hantei itself.',
	'page-not-found': ({ path }) => `There is nothing at ${path}.`,
	'method-not-allowed': ({ method, allowed }) => `${method} is not possible here; use ${allowed.join(', ')}.`,
	'image-gone': () => 'Discord no longer has this picture. Please post it again.',
	'image-unreachable': () =>
		'Discord did not let me fetch this picture just now. Please try again in a minute.',
	'message-without-image': () => 'There is no picture in this message that I could judge.',
	'message-gone': () => 'The message with the picture is gone, or I cannot see it any more.',
	'server-only': () => 'This works in servers only, not in direct messages.',
	'manage-server-needed': () =>
		'Only members with the Manage Server permission can do this. Please ask an admin of this server.',
	'bot-permissions-needed': ({ channelId, permissions }) =>
		permissions.length > 0
			? `I am missing permissions in <#${channelId}>: ${permissions.map((name) => permissionName(name)).join(', ')}. An admin can grant them in the channel’s settings.`
			: `Discord does not let me do this in <#${channelId}>. An admin can check my permissions in the channel’s settings.`,
	'cooling-down': ({ seconds }) =>
		`That was a lot of pictures at once. Please wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}, then go on.`,
	'too-many-channels': ({ limit }) =>
		`At most ${limit} channels can be set one by one. Turn a whole category, or the whole server, on or off instead.`,
	'component-outdated': () =>
		'This button belongs to an older version of Hantei and no longer works. Please use the command again.',
	'discord-unavailable': () => 'Discord is having trouble right now. Please try again in a minute.',
	'discord-token-invalid': () =>
		'Discord does not accept the bot token. Copy a fresh one from https://discord.com/developers/applications (your application › Bot › Reset Token) into DISCORD_TOKEN.',
	'shards-alone': ({ setting, shards, missing }) =>
		`${setting} is ${shards}: other processes have the other shards, and all must share what they know. Set ${missing.join(' and ')} in each of them as well, or ${setting} to auto.`,
	'discord-shards-too-few': ({ setting, count }) =>
		`Discord wants this bot to have more than ${counted(count, 'shard')}, since it is in too many servers for that. Set ${setting} to auto, or to a larger number in every process.`,
	'not-a-folder': ({ setting, path }) =>
		`${settings.nameOf(setting)} (${setting}) is set to ${path}, and that is a file. Name a folder, or leave the setting out.`,
	'folder-unusable': ({ setting, path, reason }) =>
		`Hantei cannot write to ${path} (${reason}). Set ${setting} to a folder that it may write to, or change the permissions of this one.`,
	'not-a-file': ({ path }) =>
		`There is a folder at ${path}, where Hantei keeps its database. Move it away, and start again.`,
	'database-damaged': ({ path, backup }) =>
		`The database ${path} is damaged or cut off. ${
			backup
				? `${backup} is a copy from before the last update: move ${path}, ${path}-wal and ${path}-shm away, copy the backup to ${path}, and start again. What came since is missing from it.`
				: `Put back a copy that you saved, or move ${path}, ${path}-wal and ${path}-shm away to begin with an empty one. Models and the files of photos are not in it.`
		}`,
	'database-newer': ({ schema, known }) =>
		`A newer Hantei wrote the database (schema ${schema}; this one knows up to ${known}), and this one would damage it. Update Hantei.`,
	'data-in-use': ({ path, process }) =>
		`Hantei is running on ${path} already (process ${process}). Stop that one, or give this one another folder with HANTEI_DATA.`,
	'storage-full': () =>
		'The disk is full, so this could not be saved. What was there before is kept. Make room, then try again.',
	'package-missing': ({ setting, packages }) =>
		`${setting} needs packages that are not installed. Add them with: npm install --omit=dev --save-prod ${packages.join(' ')}`,
	'tensorflow-unusable': ({ reason }) =>
		`TensorFlow for Node does not run here (${reason}). Install it with npm: @tensorflow/tfjs-node, or with a graphics card @tensorflow/tfjs-node-gpu (both fetch TensorFlow from Google). Without it, ONNX Runtime trains the same network.`,
	'storage-bucket-missing': ({ setting, bucket }) =>
		`The S3 store has no bucket ${bucket}. Make it, or correct ${setting}.`,
	'storage-keys-refused': ({ setting, url, reason }) =>
		`The S3 store of ${setting} (${url}) does not accept the keys (${reason}). Correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
	'storage-forbidden': ({ setting, url, reason }) =>
		`The keys may not do all that is needed in ${url} (${reason}). Allow them to list, read, write and delete there, or name another place in ${setting}.`,
	'storage-region-wrong': ({ setting, url, reason }) =>
		`The bucket of ${setting} (${url}) is in another region (${reason}). Set AWS_REGION, and AWS_ENDPOINT_URL_S3 for a store that is not Amazon’s.`,
	'storage-unreachable': ({ setting, url, reason }) =>
		`The S3 store of ${setting} (${url}) does not answer (${reason}). Start it, or correct ${setting} and AWS_ENDPOINT_URL_S3.`,
	'storage-unconditional': ({ setting, url }) =>
		`The S3 store of ${setting} (${url}) does not know conditional writes (If-None-Match), without which two processes would undo each other’s changes. Update it, or use another.`,
	'storage-empty': ({ setting, url }) =>
		`The photos and models of this installation lie in its folders, and there are none in ${url}. Copy them there first (hantei storage copy --to ${url}), or remove ${setting}.`,
	'storage-differs': ({ path }) =>
		`${path} is on both sides, but not the same: two Hanteis have written there. Nothing was replaced. Choose an empty place, or delete ${path} where it is not wanted, and copy again.`,
	'storage-elsewhere': ({ setting, url }) =>
		`The photos and models of this installation lie in ${url}. Set ${setting}=${url}, or bring them back first (hantei storage copy --from ${url}).`,
	'redis-unreachable': ({ setting, address, reason }) =>
		`The Redis server ${address} cannot be reached (${reason}). Start it, or correct ${setting}.`,
	'redis-refused': ({ setting, address, reason }) =>
		`The Redis server ${address} does not let Hantei in (${reason}). Correct the name, password or database in ${setting}: redis://name:password@host:6379/0`,
	'queue-unreachable': () =>
		'I am busy: the server that keeps the list of work cannot be reached right now. Please try again in a minute.',
	'worker-needs-redis': ({ setting }) =>
		`A worker takes its work from a Redis server, but ${setting} names none. Set it to the one that the bot uses.`,
	'installation-differs': ({ redis, settings, processes }) =>
		`All processes that share ${redis} must have the same rows, photos, models and backbone, and this one has others. Set ${settings.join(' and ')} as in the others${processes.length > 0 ? ` (${processes.join(', ')}), or stop those first if you have moved` : ''}. Another Hantei needs a Redis database of its own, such as redis://127.0.0.1:6379/1.`,
	'installation-mixed': ({ rows, files }) =>
		`${rows} leads to the rows of one Hantei, and ${files} to the files of another. Correct one of them.`,
	'queue-differs': ({ redis, rows, process, here, there }) => {
		const others = `The rows that ${rows} names are being worked on by another process (${process})`;
		const moved = 'If it is to end, stop it first.';
		if (!there && !here)
			return `${others}, and none of the two shares its work. Set ${redis} to the same server for both. ${moved}`;
		if (!there)
			return `${others}, which has no ${redis}. Set it there to the server that is named here. ${moved}`;
		return `${others} through ${here ? 'another Redis server' : 'a Redis server, and none is named here'}. Set ${redis} as it is there. ${moved}`;
	},
	'redis-too-old': ({ setting, address, version, needed }) =>
		`The Redis server ${address} is version ${version}; Hantei needs ${needed} or newer. Update it, or name another in ${setting}.`,
	'postgres-unreachable': ({ setting, address, reason }) =>
		`The PostgreSQL server ${address} cannot be reached (${reason}). Start it, or correct ${setting}.`,
	'postgres-refused': ({ setting, address, reason }) =>
		`The PostgreSQL server ${address} does not let Hantei work there (${reason}). Correct the name, password or database in ${setting}: postgres://name:password@host:5432/database. The name needs the right to create tables in that database, whose encoding must be UTF8.`,
	'postgres-too-old': ({ setting, address, version, needed }) =>
		`The PostgreSQL server ${address} is version ${version}; Hantei needs ${needed} or newer. Update it, or name another in ${setting}.`,
	'database-has-others': ({ address, table }) =>
		`The database ${address} has rows in “${table}” that are not those of this installation, or that have changed since they were copied. Nothing of it was overwritten. Copy to an empty database.`,
	'disk-full': ({ free, needed }) =>
		`The disk has ${byteSize(free)} left; at least ${byteSize(needed)} must stay free. Make room, then go on.`,
	'source-not-available': ({ source, available }) =>
		`Photos from ${source} cannot be had: it is unknown, or not set up (see docs/settings.md). There ${available.length === 1 ? 'is' : 'are'}: ${available.join(', ')}.`,
	'crawler-contact-needed': ({ contact }) =>
		`${contact ? `CRAWLER_CONTACT is “${contact}”, but must be` : 'Set CRAWLER_CONTACT to'} an e-mail address or a web page where photo services can reach you. They ask everyone who runs a crawler for it.`,
	'label-name-invalid': ({ name, limit }) =>
		`“${name}” cannot be a name here: it needs a letter or digit, at most ${limit} characters, and no control characters.`,
	'label-name-taken': ({ name, label }) =>
		`“${name}” is a name of the label “${label}” already. Choose another, or edit that label.`,
	'one-name-needed': () =>
		'Aliases, search terms and exclusions are those of one label. Add these names without them, or one by one.',
	'label-not-found': ({ label }) => `There is no label “${label}”. Add it, or check its name.`,
	'too-many-names': ({ limit }) => `At most ${limit} names, search terms or exclusions each. Leave some out.`,
	'decision-not-found': ({ id }) => `There is no decision ${id}.`,
	'decision-not-undoable': ({ id }) =>
		`Decision ${id} can no longer be undone: it is undone already, a later one builds on it, or its photos are gone.`,
	'target-exists': ({ path }) => `${path} is there already. Choose another name, or delete it first.`,
	'import-too-large': ({ photos, bytes }) =>
		`This is too much at once (at most ${photos === undefined ? byteSize(bytes ?? 0) : counted(photos, 'photo')}). Import it in parts.`,
	'crawl-running': () => 'Photos are being collected here already. Wait until that is done, or cancel it.',
	'crawls-full': ({ waiting }) =>
		`${counted(waiting, 'other waits', 'others wait')} to collect photos. Please try again later.`,
	'training-running': ({ process }) =>
		process === undefined
			? 'A training is under way here already. Wait until it is done, or stop it.'
			: `Another process (${process}) is training this already. Wait until it is done, or stop it.`,
	'trainings-full': ({ waiting }) =>
		`${counted(waiting, 'other training waits', 'other trainings wait')}. Please try again later.`,
	'training-crashed': ({ how }) =>
		`The process that trained ended unexpectedly (${how}). The model that served still does. Train again; what was done so far is kept.`,
	'training-out-of-memory': ({ limitMb }) =>
		`Training needed more than the ${limitMb} MB of memory that it may take, and ended. The model that served still does. Raise HANTEI_TRAINING_MEMORY_MB, then train again.`,
	'learn-one-more': ({ labels }) =>
		`A model tells things apart, so it takes at least two; ${labels.map((label) => `“${label}”`).join(', ')} would be the only one here. Name another, too: roses, tulips.`,
	'labels-not-ready': ({ labels, needed }) =>
		`To train, at least two labels need ${needed} different photos each. ${labels
			.map(({ label, photos, missing }) => `“${label}” has ${photos}, ${missing} more are needed`)
			.join('; ')}. Collect more, or add labels.`,
	'label-quota': ({ limit }) =>
		`A server may have ${counted(limit, 'label')} on this Hantei. Remove one first, or ask those who run it for more.`,
	'photo-quota': ({ limit, now, wanted }) =>
		`That would make ${counted(wanted, 'photo')}, and a server may have ${limit} on this Hantei (now: ${now}). Ask for fewer, remove some, or ask those who run it for more.`,
	'training-quota': ({ limit, hours }) =>
		`A server may train ${limit === 1 ? 'once' : `${limit} times`} a day on this Hantei. Try again in ${hours === 1 ? 'an hour' : `${hours} hours`}.`,
	'host-only': () =>
		'This is for those who run this Hantei. If that is you: name your Discord user in `HANTEI_OWNERS`, and start it again.',
	'host-owner-needed': () =>
		'In direct messages this is for those who run this Hantei. In a server, members with Manage Server may do it.',
	'photo-not-found': ({ photo }) =>
		`There is no photo “${photo}” here. Give its number in the last sample, its id (#123), or its link.`,
	'no-labels': () => 'There are no labels here yet. Add one first: hantei labels add crow',
	'no-schedule': () => 'Nothing is planned here yet. Plan it first: hantei schedule set',
	'cron-invalid': ({ expression, field, value }) =>
		`“${expression}” is no cron expression Hantei reads: “${value}” (${field}). Write minute, hour, day of the month, month and weekday, separated by spaces: \`30 3 * * *\` is every night at 03:30, \`0 4 * * mon\` each Monday at 04:00.`,
	'schedule-too-often': ({ hours }) =>
		`That is more often than every ${hours === 1 ? 'hour' : `${hours} hours`}, the least this Hantei allows between two trainings. Choose times that are further apart.`,
	'timezone-unknown': ({ timezone }) =>
		`“${timezone}” is no time zone. Write it as Asia/Tokyo, Europe/Berlin or UTC.`,
	'time-invalid': ({ time }) => `“${time}” is no time of day. Write it as 03:30 or 21:00.`,
	'teaching-off': () => 'This Hantei is not taught by members: those who run it have not turned that on.',
	'teaching-off-here': () =>
		'Members cannot teach in this server. Its admins can change that: `/settings teach`.',
	'teaching-limit': ({ limit }) =>
		`You have taught ${counted(limit, 'photo')} within a day, which is the most. Please go on tomorrow.`,
	unexpected: ({ reference }) =>
		`Something went wrong inside Hantei. The log has the details under reference ${reference}.`,
	cancelled: () => 'Cancelled. Nothing was changed.',
};

function seconds(ms: number): string {
	return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}

const USELESS = {
	'not-finite': 'for some pictures it gives what is no number',
	constant: 'it says the same of every picture',
	random: 'it says something else of the same picture each time',
	dimension: 'it gives too few or too many numbers',
};
