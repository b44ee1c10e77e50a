import { channelName, userName } from '../state/names.js';
import { isDm } from '../state/permissions.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';

/**
 * @import { APISelectMenuComponent } from 'discord-api-types/v10'
 * @import { AnyChannel } from '../state/store.js'
 * @import { SelectOption } from './select-menu.js'
 */

/**
 * What can be chosen: the options given, or who and what is in the channel's server.
 * @param {AnyChannel | undefined} channel
 * @param {APISelectMenuComponent} component
 * @returns {SelectOption[]}
 */
export function selectOptions(channel, component) {
	if (component.type === 3) {
		return component.options.map(({ value, label, description, emoji, default: chosen }) => ({
			...{ value, label, description, chosen },
			emoji: emoji?.id ? undefined : emoji?.name,
		}));
	}
	if (!channel) return [];
	const found = {
		5: () => peopleIn(channel),
		6: () => rolesIn(channel),
		7: () => [...peopleIn(channel), ...rolesIn(channel)],
		8: () => channelsIn(channel, 'channel_types' in component ? component.channel_types : undefined),
	}[component.type]();
	const chosen = component.default_values?.map(({ id }) => String(id));
	return found.map((option) => ({ ...option, chosen: chosen?.includes(option.value) }));
}

/**
 * @param {AnyChannel} channel
 * @returns {SelectOption[]}
 */
export function peopleIn(channel) {
	const users = isDm(channel)
		? (channel.recipients ?? [])
		: (store.guild(channel.guild_id)?.members.map(({ user }) => user) ?? []);
	return users.map(({ id }) => ({ value: id, label: `@${userName(id)}` }));
}

/**
 * @param {AnyChannel} channel
 * @returns {SelectOption[]}
 */
export function rolesIn(channel) {
	const roles = store.guild(channel.guild_id)?.roles ?? [];
	return roles.map(({ id, name }) => ({ value: id, label: name.startsWith('@') ? name : `@${name}` }));
}

/**
 * @param {AnyChannel} channel
 * @param {readonly number[] | undefined} types
 * @returns {SelectOption[]}
 */
export function channelsIn(channel, types) {
	return view
		.channelsOf(channel.guild_id ?? '')
		.filter(({ type }) => !types?.length || types.includes(type))
		.map((each) => ({ value: each.id, label: `#${channelName(each)}` }));
}
