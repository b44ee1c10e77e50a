import { z } from 'zod';
import { MAX_FILES } from './limits.ts';

export const snowflake = z.string().regex(/^\d{15,21}$/, 'not an id');

/** A file that comes along in the same request, as `files[N]`. */
const upload = z.object({
	file: z
		.int()
		.min(0)
		.max(MAX_FILES - 1),
	spoiler: z.boolean().optional(),
	description: z.string().max(1024).optional(),
});
export type UploadReference = z.output<typeof upload>;

const user = snowflake;
const text = z.string().max(4000);
const name = z.string().min(1).max(100);

const command = {
	user,
	channel: snowflake,
	command: name,
	group: name.optional(),
	subcommand: name.optional(),
	options: z.record(name, z.union([z.string().max(6000), z.number(), z.boolean(), upload])).default({}),
};

/** What a person does on the page; `user` is whom they do it as. `startAfresh` is the playground's own. */
export const actSchema = z.discriminatedUnion('act', [
	z.object({ act: z.literal('startAfresh') }),
	z.object({
		act: z.literal('post'),
		user,
		channel: snowflake,
		content: text.optional(),
		attachments: z.array(upload).max(MAX_FILES).default([]),
		replyTo: snowflake.optional(),
		ping: z.boolean().optional(),
		forwardOf: snowflake.optional(),
		stickers: z.array(snowflake).max(3).default([]),
	}),
	z.object({ act: z.literal('edit'), user, message: snowflake, content: text }),
	z.object({ act: z.literal('delete'), user, message: snowflake }),
	z.object({ act: z.literal('react'), user, message: snowflake, emoji: name }),
	z.object({ act: z.literal('unreact'), user, message: snowflake, emoji: name }),
	z.object({ act: z.literal('type'), user, channel: snowflake }),
	z.object({ act: z.literal('openDm'), user, with: snowflake }),
	z.object({ act: z.literal('command'), ...command }),
	z.object({ act: z.literal('autocomplete'), ...command, focused: name, typed: z.string().max(100) }),
	z.object({ act: z.literal('messageCommand'), user, message: snowflake, command: name }),
	z.object({
		act: z.literal('userCommand'),
		user,
		channel: snowflake,
		target: snowflake,
		command: name,
	}),
	z.object({ act: z.literal('button'), user, message: snowflake, customId: name }),
	z.object({
		act: z.literal('select'),
		user,
		message: snowflake,
		customId: name,
		values: z.array(name).max(25),
	}),
	z.object({
		act: z.literal('modal'),
		user,
		interaction: snowflake,
		values: z.record(name, z.union([text, z.boolean(), z.array(z.string().max(100)), z.array(upload)])),
	}),
]);

export type Act = z.output<typeof actSchema>;
/** As the page writes it. */
export type ActInput = z.input<typeof actSchema>;
