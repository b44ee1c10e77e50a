import { avatarOf } from '../lib/avatar.js';
import { openMenu } from '../overlay/menu.js';

/** @import { App } from '../app.js' */

const MANAGE_GUILD = 1n << 5n;

/**
 * Asks whom to post as.
 * @param {App} app
 * @param {Element} anchor
 */
export function openPeople(app, anchor) {
	const { view } = app;
	const texts = app.texts();
	openMenu({
		at: anchor,
		label: texts.postAs,
		wide: true,
		sections: [
			{
				heading: texts.postAs,
				items: view.people.map((user) => ({
					label: user.global_name ?? user.username,
					detail: describe(app, user),
					leading: avatarOf(app, user),
					checked: user.id === view.userId,
					run: () => view.speakAs(user.id),
				})),
			},
		],
	});
}

/**
 * What makes this person worth trying.
 * @param {App} app
 * @param {{ id: string, locale: string, installed: boolean }} user
 */
export function describe(app, { id, locale, installed }) {
	const { roles } = app.texts();
	const { guilds } = app.store.world;
	const parts = [];
	if (guilds.some(({ owner_id }) => owner_id === id)) parts.push(roles.owner);
	else if (guilds.some((guild) => manages(guild, id))) parts.push(roles.admin);
	else parts.push(roles.member);
	if (installed) parts.push(roles.installed);
	parts.push(new Intl.DisplayNames(locale, { type: 'language' }).of(locale.slice(0, 2)) ?? locale);
	return parts.join(' · ');
}

/**
 * @param {import('../../src/world/controls.ts').GuildSnapshot} guild
 * @param {string} userId
 */
function manages(guild, userId) {
	const held = guild.members.find(({ user }) => user.id === userId)?.roles ?? [];
	return guild.roles.some(
		({ id, permissions }) => held.includes(id) && (BigInt(permissions) & MANAGE_GUILD) !== 0n,
	);
}
