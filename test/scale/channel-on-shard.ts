import { ShardClientUtil } from 'discord.js';
import type { Playground } from 'discord-playground';

/** A channel of a new server that a shard hears of; ids of one moment are of one shard, so it takes a few. */
export function channelOnShard({ demo, world }: Playground, shard: number, shards: number): string {
	for (;;) {
		const { id } = world.addGuild({ name: `Server ${shard}`, owner: demo.users.owner });
		if (ShardClientUtil.shardIdForGuildId(id, shards) === shard)
			return world.addChannel({ guild: id, name: 'photos' }).id;
		world.deleteGuild(id);
	}
}
