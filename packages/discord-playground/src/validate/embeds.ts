import { type APIEmbed, EmbedType } from 'discord-api-types/v10';
import { z } from 'zod';
import { boolean, characters, integer, issue, list, text, url } from './fields.ts';

const MAX_EMBED_TEXT = 6000;

const link = url(['http', 'https'], { max: 2048 });
const picture = url(['http', 'https', 'attachment'], { max: 2048 });
const image = z.object({ url: picture, description: text({ max: 1024 }).nullish() });

const timestamp = z.string().check((context) => {
	if (Number.isNaN(Date.parse(context.value))) {
		const message = `Could not parse ${context.value}. Should be ISO8601.`;
		context.issues.push(issue('DATE_TIME_TYPE_PARSE', message, context.value));
	}
});

/** What an app can set of an embed; Discord fills in the rest, and says `rich` whatever the type given. */
const embed = z.object({
	title: text({ max: 256, trimmed: true }).nullish(),
	description: text({ max: 4096, trimmed: true }).nullish(),
	url: link.nullish(),
	timestamp: timestamp.nullish(),
	color: integer({ min: 0, max: 0xffffff }).nullish(),
	footer: z.object({ text: text({ max: 2048, trimmed: true }), icon_url: picture.nullish() }).nullish(),
	image: image.nullish(),
	thumbnail: image.nullish(),
	author: z
		.object({ name: text({ max: 256, trimmed: true }), url: link.nullish(), icon_url: picture.nullish() })
		.nullish(),
	fields: list(
		z.object({
			name: text({ min: 1, max: 256, trimmed: true }),
			value: text({ min: 1, max: 1024, trimmed: true }),
			inline: boolean.nullish(),
		}),
		{ max: 25 },
	).nullish(),
});

type ParsedEmbed = z.infer<typeof embed>;

export const embeds = list(embed, { max: 10 })
	.check((context) => {
		const total = context.value.reduce((sum, parsed) => sum + textLength(parsed), 0);
		if (total > MAX_EMBED_TEXT) {
			const message = `Embed size exceeds maximum size of ${MAX_EMBED_TEXT}`;
			context.issues.push(issue('MAX_EMBED_SIZE_EXCEEDED', message, context.value));
		}
	})
	.transform((parsed) => parsed.filter((value) => !isEmpty(value)).map(withoutNulls));

function textLength(parsed: ParsedEmbed): number {
	return [
		parsed.title,
		parsed.description,
		parsed.footer?.text,
		parsed.author?.name,
		...(parsed.fields ?? []).flatMap(({ name, value }) => [name, value]),
	].reduce((sum, part) => sum + characters(part ?? ''), 0);
}

function isEmpty(parsed: ParsedEmbed): boolean {
	return textLength(parsed) === 0 && !parsed.image && !parsed.thumbnail && !parsed.timestamp;
}

function withoutNulls(parsed: ParsedEmbed): APIEmbed {
	const text = JSON.stringify(parsed, (_key, value: unknown) => (value === null ? undefined : value));
	return { type: EmbedType.Rich, ...(JSON.parse(text) as APIEmbed) };
}
