/** A nested object of form errors, as Discord sends it: `{ embeds: { 0: { title: { _errors: [...] } } } }`. */
export interface FormErrorTree {
	[key: string]: FormErrorTree | readonly { readonly code: string; readonly message: string }[];
}

/** An answer that is no success, with Discord's own code and words. */
export class DiscordError extends Error {
	override readonly name = 'DiscordError';
	readonly status: number;
	readonly code: number;
	readonly errors: FormErrorTree | undefined;

	constructor(status: number, code: number, message: string, errors?: FormErrorTree) {
		super(message);
		this.status = status;
		this.code = code;
		this.errors = errors;
	}

	toJSON(): object {
		return {
			message: this.message,
			code: this.code,
			...(this.errors === undefined ? {} : { errors: this.errors }),
		};
	}
}

/** Status, code and words of each, from Discord's documentation of its JSON error codes. */
const ERRORS = {
	unauthorized: [401, 0, '401: Unauthorized'],
	notFound: [404, 0, '404: Not Found'],
	unknownChannel: [404, 10003, 'Unknown Channel'],
	unknownGuild: [404, 10004, 'Unknown Guild'],
	unknownMember: [404, 10007, 'Unknown Member'],
	unknownMessage: [404, 10008, 'Unknown Message'],
	unknownUser: [404, 10013, 'Unknown User'],
	unknownEmoji: [400, 10014, 'Unknown Emoji'],
	unknownWebhook: [404, 10015, 'Unknown Webhook'],
	unknownSticker: [404, 10060, 'Unknown Sticker'],
	unknownInteraction: [404, 10062, 'Unknown interaction'],
	unknownCommand: [404, 10063, 'Unknown application command'],
	notYourApplication: [403, 20012, 'You are not authorized to perform this action on this application'],
	tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100)'],
	tooManyCommandCreates: [
		400,
		30034,
		'Max number of daily application command creates has been reached (200)',
	],
	tooManyReactions: [400, 30010, 'Maximum number of reactions reached (20)'],
	entityTooLarge: [413, 40005, 'Request entity too large'],
	alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
	tooManyFollowUps: [400, 40094, 'This interaction has hit the maximum number of follow up messages.'],
	blockedUserAgent: [403, 40333, 'internal network error'],
	missingAccess: [403, 50001, 'Missing Access'],
	dmChannel: [400, 50003, 'Cannot execute action on a DM channel'],
	editOfOther: [403, 50005, 'Cannot edit a message authored by another user'],
	emptyMessage: [400, 50006, 'Cannot send an empty message'],
	nonTextChannel: [400, 50008, 'Cannot send messages in a non-text channel'],
	missingPermissions: [403, 50013, 'Missing Permissions'],
	wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
	invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
	invalidRecipients: [400, 50033, 'Invalid Recipient(s)'],
	invalidApiVersion: [400, 50041, 'Invalid API version'],
	invalidSticker: [400, 50081, 'Invalid sticker sent'],
	archivedThread: [400, 50083, 'Thread is archived'],
	invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
	noMutualGuilds: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
	replyWithoutHistory: [403, 160002, 'Cannot reply without permission to read message history'],
	threadExists: [400, 160004, 'A thread has already been created for this message'],
	threadLocked: [400, 160005, 'Thread is locked'],
	forwardUnreadable: [400, 160014, 'You cannot forward a message whose content you cannot read'],
} as const;

export function discordError(name: keyof typeof ERRORS): DiscordError {
	const [status, code, message] = ERRORS[name];
	return new DiscordError(status, code, message);
}
