import {
	AllowedMentionsTypes,
	type APIAllowedMentions,
	type APIEmbed,
	type APIMessageTopLevelComponent,
	MessageFlags,
	MessageReferenceType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { DiscordError } from '../rest/discord-error.ts';
import { numberComponents } from '../world/components.ts';
import { embeds } from './embeds.ts';
import { list, rule, snowflake, text } from './fields.ts';
import { choices, type FormPath, invalidForm, parseForm } from './form.ts';
import { layoutComponents, legacyComponents } from './layout-components.ts';

const mentionKind = z.literal([
	AllowedMentionsTypes.Everyone,
	AllowedMentionsTypes.Role,
	AllowedMentionsTypes.User,
]);

const allowedMentions = z
	.object({
		parse: list(mentionKind).nullish(),
		users: list(snowflake, { max: 100 }).nullish(),
		roles: list(snowflake, { max: 100 }).nullish(),
		replied_user: z.boolean().nullish(),
	})
	.check(
		rule(({ parse, ...byId }, complain) => {
			for (const kind of [AllowedMentionsTypes.User, AllowedMentionsTypes.Role] as const) {
				if (!parse?.includes(kind) || !byId[kind]?.length) continue;
				const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
				complain('MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
			}
		}),
	);

const messageReference = z.object({
	type: z.literal([MessageReferenceType.Default, MessageReferenceType.Forward]).nullish(),
	message_id: snowflake,
	channel_id: snowflake.optional(),
	guild_id: snowflake.optional(),
	fail_if_not_exists: z.boolean().nullish(),
});

const attachmentRequest = z.object({
	id: snowflake,
	filename: z.string().nullish(),
	title: text({ max: 1024 }).nullish(),
	description: text({ max: 1024 }).nullish(),
	is_spoiler: z.boolean().nullish(),
});

export type AttachmentRequest = z.infer<typeof attachmentRequest>;
export type ReferenceRequest = z.infer<typeof messageReference>;

/** Refused aloud rather than lost in silence. */
const poll = z.null('The playground has no polls.').optional();

const fields = z.object({
	content: text({ max: 2000, trimmed: true }).nullish(),
	embeds: embeds.nullish(),
	allowed_mentions: allowedMentions.nullish(),
	attachments: list(attachmentRequest, { max: 10 }).nullish(),
	message_reference: messageReference.nullish(),
	sticker_ids: list(snowflake, { max: 3 }).nullish(),
	flags: z.int().min(0).nullish(),
	nonce: z.union([text({ max: 25 }), z.int()]).nullish(),
	enforce_nonce: z.boolean().nullish(),
	tts: z.boolean().nullish(),
	poll,
});
const legacyMessage = fields.extend({ components: legacyComponents.nullish() });
const layoutMessage = fields.extend({ components: layoutComponents.nullish() });

/** Absent fields are undefined, emptied ones null or empty: an edit tells them apart. */
export interface MessageBody extends Omit<z.output<typeof fields>, 'embeds' | 'allowed_mentions'> {
	readonly embeds?: APIEmbed[] | null | undefined;
	readonly components?: APIMessageTopLevelComponent[] | null | undefined;
	readonly allowed_mentions?: APIAllowedMentions | null | undefined;
}

interface MessageRules {
	/** Where the message lies in the request: `data` of an interaction's answer. */
	readonly path?: FormPath;
	/** Flags that may be set here. */
	readonly settable: number;
	/** Flags the message has already: components v2 cannot be taken back. */
	readonly present?: number;
}

/** Fields of the old kind, which a message made of components cannot have. */
const LEGACY_FIELDS = ['content', 'embeds', 'sticker_ids'] as const;

/** @throws {DiscordError} 50035 */
export function parseMessageBody(
	value: unknown,
	{ path = [], settable, present = 0 }: MessageRules,
): MessageBody {
	const given: unknown = typeof value === 'object' && value !== null && 'flags' in value ? value.flags : 0;
	const isLayout = ((Number(given) | present) & MessageFlags.IsComponentsV2) !== 0;
	const body = parseForm(isLayout ? layoutMessage : legacyMessage, value ?? {}, path);
	const unsettable = (body.flags ?? 0) & ~settable;
	if (unsettable !== 0) {
		const names = Object.entries(MessageFlags).filter(([, bit]) => (unsettable & Number(bit)) !== 0);
		const message = `Flags ${choices(names.map(([name]) => name))} cannot be set here.`;
		throw invalidForm([...path, 'flags'], 'MESSAGE_FLAGS_INVALID', message);
	}
	const legacy = LEGACY_FIELDS.find((field) => body[field]?.length);
	if (isLayout && legacy) throw legacyField([...path, legacy]);
	numberComponents(body.components ?? []);
	return body as MessageBody;
}

export function legacyField(path: FormPath): DiscordError {
	const message = `The '${path.at(-1)}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
	return invalidForm(path, 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
}
