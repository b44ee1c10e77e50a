import { type APIEmbed, EmbedType } from 'discord-api-types/v10';
import { z } from 'zod';
import { characters, list, rule, text, url } from './fields.ts';

const MAX_EMBED_TEXT = 6000;

const link = url(['http', 'https'], 2048).nullish();
const picture = url(['http', 'https', 'attachment'], 2048);
const image = z.object({ url: picture, description: text({ max: 1024 }).nullish() }).nullish();

const timestamp = z.string().check(
	rule((value, complain) => {
		if (!Number.isNaN(Date.parse(value))) return;
		complain('DATE_TIME_TYPE_PARSE', `Could not parse ${value}. Should be ISO8601.`);
	}),
);

const line = text({ max: 256, trimmed: true });
const field = z.object({
	name: text({ min: 1, max: 256, trimmed: true }),
	value: text({ min: 1, max: 1024, trimmed: true }),
	inline: z.boolean().nullish(),
});

/** What an app can set of an embed; Discord fills in the rest, and says `rich` whatever the type given. */
const embed = z.object({
	title: line.nullish(),
	description: text({ max: 4096, trimmed: true }).nullish(),
	url: link,
	timestamp: timestamp.nullish(),
	color: z.int().min(0).max(0xffffff).nullish(),
	footer: z.object({ text: text({ max: 2048, trimmed: true }), icon_url: picture.nullish() }).nullish(),
	image,
	thumbnail: image,
	author: z.object({ name: line, url: link, icon_url: picture.nullish() }).nullish(),
	fields: list(field, { max: 25 }).nullish(),
});

type ParsedEmbed = z.infer<typeof embed>;

export const embeds = list(embed, { max: 10 })
	.check(
		rule((all, complain) => {
			if (all.reduce((sum, parsed) => sum + textLength(parsed), 0) <= MAX_EMBED_TEXT) return;
			complain('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_EMBED_TEXT}`);
		}),
	)
	.transform((all) => all.filter((parsed) => !isEmpty(parsed)).map(withoutNulls));

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
