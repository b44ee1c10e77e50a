/**
 * Every way in which Hantei refuses a person something, with the facts a message about it needs. The texts are
 * in i18n (`errors`), one per code and language, so that a code without a text does not compile.
 */
export interface ErrorDetails {
	'image-empty': Record<never, never>;
	'image-too-many-bytes': { bytes: number; limit: number };
	'image-too-many-pixels': { width: number; height: number; limit: number };
	'image-too-small': { width: number; height: number; limit: number };
	/** A format we recognise and do not read, by its common name: `HEIC`, `BMP`, `SVG`. */
	'image-unsupported': { format: string };
	/** Bytes of no picture format at all. */
	'image-unknown': Record<never, never>;
	/** The right magic bytes, then something that does not decode. */
	'image-damaged': { format: string };
	'image-too-slow': { limitMs: number };
	'engine-busy': { waiting: number };
	'engine-timeout': { limitMs: number };
	'engine-crashed': Record<never, never>;
	'engine-closed': Record<never, never>;
	'file-not-found': { path: string };
	'file-unreadable': { path: string; reason: string };
	'file-unwritable': { path: string; reason: string };
	/** No files in it, nor in those within it. */
	'folder-empty': { path: string };
	/** Files, but none that looks like a picture. */
	'folder-without-pictures': { path: string };
	/** No photos in subfolders named after labels. */
	'folder-without-photos': { path: string };
	'too-few-labels': { labels: number };
	'too-few-photos': { label: string; photos: number; limit: number };
	/** No folder to evaluate on is named like a label of the model. */
	'no-known-label': { labels: readonly string[]; known: readonly string[] };
	'no-model': { classifier: string };
	/** Nothing served before what serves, or it is gone. */
	'no-previous-model': { classifier: string };
	'model-not-found': { version: string; known: readonly string[] };
	'model-damaged': { version: string; reason: string };
	/** A version that an older or a newer Hantei wrote. */
	'model-other-format': { version: string; isOlder: boolean };
	/** The backbone that a model was made on, by its id, is not on this machine. */
	'model-backbone-missing': { version: string; backbone: string };
	'backbone-not-installed': { id: string };
	/** It is whole, but does not answer as it should here. */
	'backbone-unusable': { id: string; reason: string };
	'backbone-elsewhere': { id: string; setting: string };
	/** HANTEI_BACKBONE says which one is in use. */
	'backbone-set': { setting: string };
	/** `process`, as `1234 on host`, when another process does it. */
	'backbone-move-running': { to: string; process?: string };
	'backbone-not-found': { path: string };
	'backbone-damaged': { path: string; reason: string };
	'safety-network-damaged': { path: string; reason: string };
	/** A network file holds something the converter does not know. */
	'conversion-unsupported': { format: string; what: string };
	/** A version that another format cannot express; `what` it cannot. */
	'export-unsupported': { version: string; format: string; what: string };
	/** A network file contradicts itself: weights are missing or too short, shapes do not fit. */
	'network-damaged': { path: string; reason: string };
	/** Reading it took more time or memory than any network for photos needs. */
	'network-too-demanding': { path: string; limitSeconds: number; limitMb: number };
	/** Nobody says in which range the network wants its pixels. */
	'network-range-needed': { path: string };
	/** The labels of a network's classes are needed, or do not fit; `given`: how many there were. */
	'network-labels-needed': { classes: number; given?: number };
	/** A file in chat. */
	'network-unreachable': { path: string };
	'network-too-large': { path: string; bytes: number; limit: number };
	/** A folder or an archive holds nothing that we know as a network, or more than one. */
	'network-not-found': { path: string };
	/** A network turned out not to describe photos: see `backbone/import/verify.ts`. */
	'network-useless': { path: string; why: 'not-finite' | 'constant' | 'random' | 'dimension' };
	/** A network to be trained tells another number of labels apart than there are. */
	'network-classes': { classes: number; labels: readonly string[] };
	/** Neither an architecture we know nor a file. */
	'network-unknown': { network: string; known: readonly string[] };
	/** `reason`: of the last address that was tried. */
	'download-failed': { what: string; reason: string };
	/** What arrived is not what was pinned. */
	'download-wrong': { what: string; why: 'size' | 'hash' };
	/** `process`: the one that downloads it. */
	'download-running': { what: string; process: string };
	'backbone-unknown': { id: string; known: readonly string[] };
	'bad-settings': { problems: readonly SettingProblem[] };
	/** Of a command in chat. */
	'option-needs': { option: string; needs: string };
	'options-exclude': { option: string; other: string };
	'bad-option': { option: string; value: string; expected: string };
	/** `setting`: the name of the setting that says another port. */
	'port-taken': { port: number; setting: string };
	/** The operating system does not let us listen there, for a reason other than a taken port. */
	'address-unavailable': { address: string; reason: string };
	/** Uploads under way fill the memory that all have together. */
	'uploads-busy': { uploads: number };
	/** Nothing came for so long. */
	'upload-stalled': { seconds: number };
	'upload-too-slow': { seconds: number };
	'upload-empty': { field: string };
	'upload-malformed': Record<never, never>;
	'upload-too-many-bytes': { limit: number };
	'upload-too-many-files': { limit: number };
	/** A request by a name we do not go by, as in DNS rebinding. */
	'host-not-allowed': { host: string };
	/** A request that another site made a browser send. */
	'cross-site-request': Record<never, never>;
	'page-not-found': { path: string };
	'method-not-allowed': { method: string; allowed: readonly string[] };
	/** Discord no longer hands this picture out: its address has expired, or the picture was deleted. */
	'image-gone': Record<never, never>;
	/** Discord did not hand this picture out this time. */
	'image-unreachable': Record<never, never>;
	'message-without-image': Record<never, never>;
	'message-gone': Record<never, never>;
	'server-only': Record<never, never>;
	/** The person lacks Manage Server. */
	'manage-server-needed': Record<never, never>;
	/** The bot lacks permissions in a channel, by Discord's names as far as they are known. */
	'bot-permissions-needed': { channelId: string; permissions: readonly string[] };
	'cooling-down': { seconds: number };
	'too-many-channels': { limit: number };
	/** A button or menu of an older Hantei. */
	'component-outdated': Record<never, never>;
	/** Discord or the way to it has a bad moment. */
	'discord-unavailable': Record<never, never>;
	'discord-token-invalid': Record<never, never>;
	/** Other processes have the other shards, but this one does not share with them what `missing` says. */
	'shards-alone': { setting: string; shards: string; missing: readonly string[] };
	/** Discord wants more shards than `setting` says. */
	'discord-shards-too-few': { setting: string; count: number };
	/** A setting names a file where a folder is needed. */
	'not-a-folder': { setting: string; path: string };
	/** A folder that cannot be made, or not be written to. */
	'folder-unusable': { setting: string; path: string; reason: string };
	/** There is a folder in the database's place. */
	'not-a-file': { path: string };
	/** `backup`: a copy from before the last update of the schema, if there is one. */
	'database-damaged': { path: string; backup: string | null };
	/** A newer Hantei wrote the database: an older one would damage it. */
	'database-newer': { schema: number; known: number };
	/** Another process, `1234 on host`, runs the bot on this folder of data. */
	'data-in-use': { path: string; process: string };
	/** While something was being written. */
	'storage-full': Record<never, never>;
	/** A setting needs packages that are installed only where it is used. */
	'package-missing': { setting: string; packages: readonly string[] };
	/** The S3 store has no such bucket. */
	'storage-bucket-missing': { setting: string; bucket: string };
	/** The keys are none of the S3 store's, or there are none; `url`: as in the setting. */
	'storage-keys-refused': { setting: string; url: string; reason: string };
	/** The keys may not do what Hantei has to. */
	'storage-forbidden': { setting: string; url: string; reason: string };
	'storage-region-wrong': { setting: string; url: string; reason: string };
	/** The S3 store does not answer, or says that it cannot. */
	'storage-unreachable': { setting: string; url: string; reason: string };
	/** The S3 store takes no notice of what a write depends on: two processes would undo each other's. */
	'storage-unconditional': { setting: string; url: string };
	/** What this installation has lies in its folders, and not where the setting says. */
	'storage-empty': { setting: string; url: string };
	/** A version or backbone, as `default/v3`, is another on the other side. */
	'storage-differs': { path: string };
	/** What this installation has lies in an S3 store, which no setting names any more. */
	'storage-elsewhere': { setting: string; url: string };
	/** `address`: host and port. */
	'redis-unreachable': { setting: string; address: string; reason: string };
	/** Name, password or number of the database are not as the server wants them. */
	'redis-refused': { setting: string; address: string; reason: string };
	/** Nobody could give it any work. */
	'worker-needs-redis': { setting: string };
	/** Rows or files, by what `settings` say, are others than those of the processes that share the server of `redis`. */
	'installation-differs': { redis: string; settings: readonly string[]; processes: readonly string[] };
	/** Rows and files are of two installations. */
	'installation-mixed': { rows: string; files: string };
	/** `reason`: in the words of whoever refused to run. */
	'tensorflow-unusable': { reason: string };
	/** While it runs: the server may be back in a moment. */
	'queue-unreachable': Record<never, never>;
	'queue-differs': { redis: string; rows: string; process: string; here: boolean; there: boolean };
	'redis-too-old': { setting: string; address: string; version: string; needed: string };
	/** `address`: host, port and database. */
	'postgres-unreachable': { setting: string; address: string; reason: string };
	/** Name, password, database or rights are not as they must be. */
	'postgres-refused': { setting: string; address: string; reason: string };
	'postgres-too-old': { setting: string; address: string; version: string; needed: string };
	/** A database to copy to has rows of its own, or rows that have changed since they were copied; `table`: of which. */
	'database-has-others': { address: string; table: string };
	/** In bytes. */
	'disk-full': { free: number; needed: number };
	'source-not-available': { source: string; available: readonly string[] };
	/** `CRAWLER_CONTACT` is missing, or neither an e-mail address nor a page. */
	'crawler-contact-needed': { contact: string };
	'label-name-invalid': { name: string; limit: number };
	/** `label`: whose name or alias it is. */
	'label-name-taken': { name: string; label: string };
	/** What belongs to one label was given with several names. */
	'one-name-needed': Record<never, never>;
	'label-not-found': { label: string };
	'too-many-names': { limit: number };
	'decision-not-found': { id: number };
	'decision-not-undoable': { id: number };
	'target-exists': { path: string };
	/** The limit that was passed. */
	'import-too-large': { photos?: number; bytes?: number };
	/** The classifier is being crawled for already. */
	'crawl-running': Record<never, never>;
	'crawls-full': { waiting: number };
	/** The classifier is being trained already; `process`, as `1234 on host`, when another process does it. */
	'training-running': { process?: string };
	'trainings-full': { waiting: number };
	/** The process that trained ended without a word; `how`: its signal or its exit code. */
	'training-crashed': { how: string };
	/** It ended itself, or was ended, rather than take more than that. */
	'training-out-of-memory': { limitMb: number };
	/** Nobody has said which of its last blocks can be trained, and how. */
	'fine-tuning-unsupported': { backbone: string };
	/** The loss is no number any more. */
	'training-diverged': { epoch: number };
	/** Besides these, no label would have enough photos, and one alone is told apart from nothing. */
	'learn-one-more': { labels: readonly string[] };
	/** Labels with too few pictures, where fewer than two have enough. */
	'labels-not-ready': {
		labels: readonly { readonly label: string; readonly photos: number; readonly missing: number }[];
		needed: number;
	};
	/** A server's own classifier has as many labels as the host allows. */
	'label-quota': { limit: number };
	/** `now`: photos it has; `wanted`: photos it would have. */
	'photo-quota': { limit: number; now: number; wanted: number };
	/** `hours`: until there is room again. */
	'training-quota': { limit: number; hours: number };
	/** In a direct message, where the host's own dataset is meant. */
	'host-owner-needed': Record<never, never>;
	'host-only': Record<never, never>;
	/** What a person wrote to name a photo. */
	'photo-not-found': { photo: string };
	'no-labels': Record<never, never>;
	/** A classifier that is not trained by itself. */
	'no-schedule': Record<never, never>;
	/** `field` in node-cron's words: `minute`, `hour`, `dayOfMonth`, `month`, `dayOfWeek`, `expression`. */
	'cron-invalid': { expression: string; field: string; value: string };
	/** The host's limit. */
	'schedule-too-often': { hours: number };
	'timezone-unknown': { timezone: string };
	/** Not a time of day. */
	'time-invalid': { time: string };
	/** The host, or this server, does not let members teach. */
	'teaching-off': Record<never, never>;
	'teaching-off-here': Record<never, never>;
	/** The member has taught enough for a day. */
	'teaching-limit': { limit: number };
	/** How a bug looks to a person: the log holds the error itself under the same reference. */
	unexpected: { reference: string };
	cancelled: Record<never, never>;
}

/** What a setting must be. Bounds are included but where it says so. */
export type Expectation =
	| { readonly kind: 'whole' | 'number'; readonly least: number; readonly most: number }
	| { readonly kind: 'above'; readonly above: number; readonly most: number }
	| { readonly kind: 'one-of' | 'some-of'; readonly choices: readonly string[] }
	| { readonly kind: 'address'; readonly schemes: readonly string[] }
	| { readonly kind: 'user-ids' | 'local-address' | 'ip-address' | 'shards' };

/** A setting that is wrong, and what was given. */
export interface SettingProblem {
	readonly setting: string;
	readonly value: string;
	readonly expected: Expectation;
}

export type ErrorCode = keyof ErrorDetails;

/** A refusal a person can act on: as opposed to a bug, it is shown to them in their language and never logged as one. */
export class UserError<Code extends ErrorCode = ErrorCode> extends Error {
	override readonly name = 'UserError';
	readonly code: Code;
	readonly details: ErrorDetails[Code];

	constructor(code: Code, details: ErrorDetails[Code], options?: ErrorOptions) {
		super(`${code} ${JSON.stringify(details)}`, options);
		this.code = code;
		this.details = details;
	}
}

/** Whether something caught is a refusal of one of the given codes (of any code, when none is given). */
export function isUserError(error: unknown, ...codes: ErrorCode[]): error is UserError {
	return error instanceof UserError && (codes.length === 0 || codes.includes(error.code));
}
