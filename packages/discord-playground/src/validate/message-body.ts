import {
	AllowedMentionsTypes,
	type APIAllowedMentions,
	type APIEmbed,
	type APIMessageTopLevelComponent,
	MessageFlags,
	MessageReferenceType,
	type Snowflake,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { numberComponents } from '../world/components.ts';
import { checkTree } from './component-tree.ts';
import { embeds } from './embeds.ts';
import { boolean, integer, issue, list, snowflake, text } from './fields.ts';
import { choices, Form, type FormPath } from './form.ts';
import { layoutComponents, legacyComponents } from './layout-components.ts';

const allowedMentions = z
	.object({
		parse: list(
			z.literal([AllowedMentionsTypes.Everyone, AllowedMentionsTypes.Role, AllowedMentionsTypes.User]),
		).nullish(),
		users: list(snowflake, { max: 100 }).nullish(),
		roles: list(snowflake, { max: 100 }).nullish(),
		replied_user: boolean.nullish(),
	})
	.check((context) => {
		const { parse, ...byId } = context.value;
		for (const kind of [AllowedMentionsTypes.User, AllowedMentionsTypes.Role] as const) {
			if (!parse?.includes(kind) || !byId[kind]?.length) continue;
			const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
			context.issues.push(issue('MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message, context.value));
		}
	});

const messageReference = z.object({
	type: z.literal([MessageReferenceType.Default, MessageReferenceType.Forward]).nullish(),
	message_id: snowflake,
	channel_id: snowflake.optional(),
	guild_id: snowflake.optional(),
	fail_if_not_exists: boolean.nullish(),
});

const attachmentRequest = z.object({
	id: snowflake,
	filename: z.string().nullish(),
	title: text({ max: 1024 }).nullish(),
	description: text({ max: 1024 }).nullish(),
	is_spoiler: boolean.nullish(),
});

export type AttachmentRequest = z.infer<typeof attachmentRequest>;
export type ReferenceRequest = z.infer<typeof messageReference>;

/** Refused aloud rather than lost in silence. */
const poll = z.null('The playground has no polls.').optional();

const fields = z.object({
	content: text({ max: 2000, trimmed: true }).nullish(),
	embeds: embeds.nullish(),
	components: z.array(z.unknown()).nullish(),
	allowed_mentions: allowedMentions.nullish(),
	attachments: list(attachmentRequest, { max: 10 }).nullish(),
	message_reference: messageReference.nullish(),
	sticker_ids: list(snowflake, { max: 3 }).nullish(),
	flags: integer({ min: 0 }).nullish(),
	nonce: z.union([text({ max: 25 }), z.int()]).nullish(),
	enforce_nonce: boolean.nullish(),
	tts: boolean.nullish(),
	poll,
});

/** Absent fields are undefined, emptied ones null or empty: an edit tells them apart. */
export interface MessageBody {
	readonly content: string | null | undefined;
	readonly embeds: APIEmbed[] | null | undefined;
	readonly components: APIMessageTopLevelComponent[] | null | undefined;
	readonly allowedMentions: APIAllowedMentions | null;
	readonly attachments: AttachmentRequest[] | null | undefined;
	readonly reference: ReferenceRequest | null;
	readonly stickerIds: Snowflake[];
	readonly flags: number | null;
	readonly nonce: string | number | null;
	readonly enforceNonce: boolean;
	readonly tts: boolean;
}

export interface MessageRules {
	/** Where the message lies in the request: `data` of an interaction's answer. */
	readonly path?: FormPath;
	/** Flags that may be set here. */
	readonly settable: number;
	/** Flags the message has already: components v2 cannot be taken back. */
	readonly present?: number;
}

/** Fields of the old kind, which a message made of components cannot have. */
const LEGACY_FIELDS = ['content', 'embeds', 'sticker_ids'] as const;

/** @throws {DiscordError} 50035 with everything that is wrong with it. */
export function parseMessageBody(value: unknown, rules: MessageRules): MessageBody {
	const form = new Form();
	const path = rules.path ?? [];
	const body = form.parse(fields, value, path);
	if (body === null) {
		form.throwIfInvalid();
		throw new TypeError('a form without errors was not parsed');
	}
	const unsettable = (body.flags ?? 0) & ~rules.settable;
	if (unsettable !== 0) {
		const names = Object.entries(MessageFlags).filter(([, bit]) => (unsettable & Number(bit)) !== 0);
		const message = `Flags ${choices(names.map(([name]) => name))} cannot be set here.`;
		form.add([...path, 'flags'], 'MESSAGE_FLAGS_INVALID', message);
	}

	const isLayout = (((body.flags ?? 0) | (rules.present ?? 0)) & MessageFlags.IsComponentsV2) !== 0;
	if (isLayout) {
		for (const field of LEGACY_FIELDS) {
			const given = body[field];
			if (given === undefined || given === null || given.length === 0) continue;
			const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
			form.add([...path, field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
		}
	}
	const schema = isLayout ? layoutComponents : legacyComponents;
	const components = body.components ? form.parse(schema, body.components, [...path, 'components']) : null;
	if (components) {
		checkTree(components, form, [...path, 'components']);
		numberComponents(components);
	}
	form.throwIfInvalid();

	return {
		content: body.content,
		embeds: body.embeds,
		components: body.components ? (components as APIMessageTopLevelComponent[]) : body.components,
		allowedMentions: (body.allowed_mentions ?? null) as APIAllowedMentions | null,
		attachments: body.attachments,
		reference: body.message_reference ?? null,
		stickerIds: body.sticker_ids ?? [],
		flags: body.flags ?? null,
		nonce: body.nonce ?? null,
		enforceNonce: body.enforce_nonce ?? false,
		tts: body.tts ?? false,
	};
}
