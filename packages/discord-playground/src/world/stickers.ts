import { type APISticker, type Snowflake, StickerFormatType, StickerType } from 'discord-api-types/v10';
import type { Upload } from '../acts.ts';
import type { GuildRecord } from './state.ts';
import type { World } from './world.ts';

/** A PNG. */
export function addSticker(world: World, guild: GuildRecord, sticker: Upload): APISticker {
	const record: APISticker = {
		id: world.nextId(),
		name: sticker.name,
		description: sticker.description ?? null,
		tags: sticker.name,
		type: StickerType.Guild,
		format_type: StickerFormatType.PNG,
		available: true,
		guild_id: guild.id,
	};
	guild.stickers.set(record.id, record);
	world.files.set(record.id, sticker.bytes);
	world.events.emit('stickers', guild);
	return record;
}

export function findSticker(world: World, id: Snowflake): APISticker | null {
	for (const guild of world.state.guilds.values()) {
		const sticker = guild.stickers.get(id);
		if (sticker) return sticker;
	}
	return null;
}
