import type { APIInteractionDataResolved, Snowflake } from 'discord-api-types/v10';
import type { Upload } from '../acts.ts';
import { presentResolvedChannel } from '../present/channel.ts';
import { presentResolvedMember } from '../present/guild.ts';
import { presentAttachment } from '../present/message.ts';
import { presentUserId } from '../present/user.ts';
import { Refusal } from '../refusal.ts';
import { channelPermissions, guildOf } from '../world/access.ts';
import { storeAttachment } from '../world/attachments.ts';
import { channelAt, userAt } from '../world/lookup.ts';
import type { ChannelRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

type Data = APIInteractionDataResolved;

/** Gathers the objects behind the ids of an interaction, which travel with it. */
export class Resolved {
	readonly #world: World;
	readonly #channel: ChannelRecord;
	readonly #invokerId: Snowflake;
	readonly #data: Data = {};

	constructor(world: World, channel: ChannelRecord, invokerId: Snowflake) {
		this.#world = world;
		this.#channel = channel;
		this.#invokerId = invokerId;
	}

	user(id: Snowflake): Snowflake {
		const user = userAt(this.#world, id);
		this.#add('users', user.id, presentUserId(this.#world, user.id));
		const member = guildOf(this.#world, this.#channel)?.members.get(user.id);
		if (member) {
			const permissions = channelPermissions(this.#world, user.id, this.#channel);
			this.#add('members', user.id, presentResolvedMember(member, permissions));
		}
		return user.id;
	}

	role(id: Snowflake): Snowflake {
		const role = guildOf(this.#world, this.#channel)?.roles.get(id);
		if (!role) throw new Refusal(`there is no role ${id} here`);
		return this.#add('roles', id, role);
	}

	mentionable(id: Snowflake): Snowflake {
		return this.#world.state.users.has(id) ? this.user(id) : this.role(id);
	}

	channel(id: Snowflake, types: readonly number[]): Snowflake {
		const channel = channelAt(this.#world, id);
		if (channel.guildId !== this.#channel.guildId) throw new Refusal(`channel ${id} is not of this guild`);
		if (types.length > 0 && !types.includes(channel.type)) {
			throw new Refusal(`channel ${id} is not of a type that can be chosen`);
		}
		return this.#add('channels', id, presentResolvedChannel(this.#world, channel, this.#invokerId));
	}

	/** Uploads for a command or modal are ephemeral: they hang on no message. */
	attachment(upload: Upload, fileTypes: readonly string[]): Snowflake {
		const attachment = storeAttachment(this.#world, upload, {
			folder: this.#world.applicationId,
			ephemeral: true,
		});
		if (!isOfType(attachment.filename, attachment.contentType, fileTypes)) {
			throw new Refusal(`${upload.name} is not of the types ${fileTypes.join(', ')}`);
		}
		return this.#add('attachments', attachment.id, presentAttachment(this.#world, attachment));
	}

	#add<Kind extends keyof Data>(
		kind: Kind,
		id: Snowflake,
		thing: NonNullable<Data[Kind]>[Snowflake],
	): Snowflake {
		this.#data[kind] = { ...this.#data[kind], [id]: thing } as Data[Kind];
		return id;
	}

	/** Nothing when nothing was resolved, as Discord leaves the field out. */
	toData(): { resolved?: Data } {
		return Object.keys(this.#data).length === 0 ? {} : { resolved: this.#data };
	}
}

/** By name alone, as Discord filters: `image`, `audio`, `video` or an extension. */
function isOfType(filename: string, contentType: string | null, fileTypes: readonly string[]): boolean {
	return (
		fileTypes.length === 0 ||
		fileTypes.some((type) =>
			type.startsWith('.')
				? filename.toLowerCase().endsWith(type.toLowerCase())
				: (contentType?.startsWith(`${type}/`) ?? false),
		)
	);
}
