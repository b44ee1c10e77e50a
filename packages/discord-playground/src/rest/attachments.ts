import type { RESTGetAPIStickerResult } from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { list, text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { findAttachment, signedUrl } from '../world/attachments.ts';
import { findSticker } from '../world/stickers.ts';
import type { World } from '../world/world.ts';
import { answer, pathId, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';

const refreshRequest = z.object({ attachment_urls: list(text({ min: 1 }), { min: 1, max: 50 }) });

/** Fresh addresses for expired ones: Discord does not document it, but its clients and many bots use it. */
export function attachmentRoutes(world: World): Hono<RestEnv> {
	return new Hono<RestEnv>()
		.post('/attachments/refresh-urls', (context) => {
			const { attachment_urls: urls } = parseForm(refreshRequest, context.var.body);
			const refreshed_urls = urls.map((original) => ({ original, refreshed: refresh(world, original) }));
			return answer<{ refreshed_urls: object[] }>({ refreshed_urls });
		})
		.get('/stickers/:sticker', (context) => {
			const sticker = findSticker(world, pathId(context, 'sticker'));
			if (!sticker) throw discordError('unknownSticker');
			return answer<RESTGetAPIStickerResult>(sticker);
		});
}

function refresh(world: World, url: string): string | null {
	if (!URL.canParse(url)) return null;
	const attachment = findAttachment(world, new URL(url).pathname);
	return attachment && signedUrl(world, attachment);
}
