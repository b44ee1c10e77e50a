import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { openMenu } from '../overlay/menu.js';
import { Permission } from '../state/permissions.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/**
 * Asks whom to post as.
 * @param {HTMLElement} at
 */
export function openPeople(at) {
	const items = view.people.map((user) => ({
		label: user.global_name ?? user.username,
		detail: describe(user),
		leading: html`<${Avatar} user=${user} />`,
		checked: user.id === view.userId,
		run: () => view.speakAs(user.id),
	}));
	openMenu({ at, label: texts.postAs, sections: [{ heading: texts.postAs, items }] });
}

/**
 * What makes this person worth trying.
 * @param {{ id: string, locale: string, installed: boolean }} user
 */
function describe({ id, locale, installed }) {
	const { roles } = texts;
	const { guilds } = store.world;
	const role = guilds.some(({ channels }) =>
		channels.some((each) => view.may(each.id, Permission.manageGuild, id)),
	)
		? roles.admin
		: roles.member;
	return [
		guilds.some(({ owner_id }) => owner_id === id) ? roles.owner : role,
		...(installed ? [roles.installed] : []),
		new Intl.DisplayNames(locale, { type: 'language' }).of(locale.slice(0, 2)) ?? locale,
	].join(' · ');
}
