import { Client, Message } from 'discord.js';
import { type APIAttachment, type APIMessage, MessageType } from 'discord-api-types/v10';
import type { Prediction } from '../../src/model/prediction.ts';

/** A discord.js client that never logs in: enough to make its structures from what Discord sends. */
export const client = new Client({ intents: [] });

let nextId = 1_300_000_000_000_000_000n;

export function snowflake(): string {
	nextId += 1n;
	return String(nextId);
}

/** A message as discord.js makes it of Discord's JSON. */
export function message(data: Partial<APIMessage> = {}): Message {
	// discord.js keeps its constructors private; they take the client and the JSON.
	return Reflect.construct(Message, [client, rawMessage(data)]) as Message;
}

export function rawMessage(data: Partial<APIMessage> = {}): APIMessage {
	return {
		id: snowflake(),
		channel_id: '200',
		author: { id: '300', username: 'hana', discriminator: '0', global_name: null, avatar: null },
		content: '',
		timestamp: '2026-11-24T00:00:00.000Z',
		edited_timestamp: null,
		tts: false,
		mention_everyone: false,
		mentions: [],
		mention_roles: [],
		attachments: [],
		embeds: [],
		pinned: false,
		type: MessageType.Default,
		...data,
	};
}

export function attachment(data: Partial<APIAttachment> = {}): APIAttachment {
	const id = data.id ?? snowflake();
	const filename = data.filename ?? 'photo.jpg';
	const url = `https://cdn.discordapp.com/attachments/200/${id}/${filename}?ex=1&is=1&hm=1`;
	return {
		id,
		filename,
		size: 1_000,
		url,
		proxy_url: url.replace('cdn.discordapp.com', 'media.discordapp.net'),
		content_type: 'image/jpeg',
		...data,
	};
}

export const MODEL = 'default/20261124T000000Z-1a2b3c';
export const LABELS = ['monkey', 'boar', 'crow'];

/** A prediction of the three starter labels, or of those given. */
export function prediction(
	verdict: Prediction['verdict'] = 'sure',
	confidences: Record<string, number> = { crow: 0.94, boar: 0.04, monkey: 0.02 },
): Prediction {
	const sum = Object.values(confidences).reduce((total, confidence) => total + confidence, 0);
	return {
		verdict,
		ranking: Object.entries(confidences).map(([label, confidence]) => ({ label, confidence })),
		unknownScore: Math.max(0, 1 - sum),
		model: MODEL,
	};
}
