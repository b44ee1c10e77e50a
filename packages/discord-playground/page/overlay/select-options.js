import { isDm } from '../state/permissions.js';

/**
 * @import { APISelectMenuComponent } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { AnyChannel } from '../state/store.js'
 * @import { SelectOption } from './select-menu.js'
 */

/**
 * What can be chosen: the options given, or who and what is in the channel's server.
 * @param {App} app
 * @param {AnyChannel} channel
 * @param {APISelectMenuComponent} component
 * @returns {SelectOption[]}
 */
export function selectOptions(app, channel, component) {
	switch (component.type) {
		case 3:
			return component.options.map(({ value, label, description, emoji, default: chosen }) => ({
				value,
				label,
				description,
				emoji: emoji?.id ? undefined : emoji?.name,
				chosen,
			}));
		case 5:
			return preset(peopleIn(app, channel), component.default_values);
		case 6:
			return preset(rolesIn(app, channel), component.default_values);
		case 7:
			return preset([...peopleIn(app, channel), ...rolesIn(app, channel)], component.default_values);
		case 8:
			return preset(channelsIn(app, channel, component.channel_types), component.default_values);
		default:
			return [];
	}
}

/**
 * @param {SelectOption[]} options
 * @param {readonly { id: string }[] | undefined} chosen
 */
function preset(options, chosen) {
	return options.map((option) => ({ ...option, chosen: chosen?.some(({ id }) => id === option.value) }));
}

/**
 * @param {App} app
 * @param {AnyChannel} channel
 * @returns {SelectOption[]}
 */
export function peopleIn(app, channel) {
	const users = isDm(channel)
		? (channel.recipients ?? [])
		: (app.store.guild(channel.guild_id)?.members.map(({ user }) => user) ?? []);
	return users.map(({ id }) => ({ value: id, label: `@${app.names.user(id)}` }));
}

/**
 * @param {App} app
 * @param {AnyChannel} channel
 * @returns {SelectOption[]}
 */
export function rolesIn(app, channel) {
	const roles = app.store.guild(channel.guild_id)?.roles ?? [];
	return roles.map(({ id, name }) => ({ value: id, label: name.startsWith('@') ? name : `@${name}` }));
}

/**
 * @param {App} app
 * @param {AnyChannel} channel
 * @param {readonly number[] | undefined} types
 * @returns {SelectOption[]}
 */
export function channelsIn(app, channel, types) {
	const channels = app.view.channelsOf(channel.guild_id ?? '');
	return channels
		.filter(({ type }) => !types?.length || types.includes(type))
		.map((each) => ({ value: each.id, label: `#${app.names.ofChannel(each)}` }));
}
