import assert from 'node:assert/strict';
import type { Playground } from '../../src/playground.ts';

/** A library's bot may think as long as this, on a busy machine too. */
const PATIENCE = { timeoutMs: 20_000 };

type Step = (playground: Playground) => Promise<void>;

/** What a bot's ordinary life consists of, in the order in which it is tried. */
export const STEPS: Readonly<Record<string, Step>> = {
	async 'log in'(playground) {
		const { channels, users } = playground.demo;
		const isReady = () =>
			playground.gateway.connected && playground.commandsFor(users.member, channels.general).length === 3;
		await playground.waitFor(isReady, { ...PATIENCE, what: 'three commands' });
	},
	async 'message with a file'(playground) {
		say(playground, 'upload');
		const sent = await lastOf(playground, 'here');
		assert.equal(sent.attachments[0]?.filename, 'hello.txt');
	},
	async reply(playground) {
		assert.equal((await playground.replyTo(say(playground, 'ping'), PATIENCE)).content, 'pong');
	},
	async command(playground) {
		const answer = await invoke(playground, 'echo', { text: 'hi' }).responded;
		assert.equal(answer.content, 'echo: hi');
	},
	async autocomplete(playground) {
		const { users, channels } = playground.demo;
		const call = { user: users.member, channel: channels.general, command: 'echo', options: {} };
		const choices = await playground.autocomplete({ ...call, focused: 'text', typed: 'cr' }).suggested;
		assert.deepEqual(
			choices.map(({ value }) => value),
			['crow'],
		);
	},
	async 'defer and edit'(playground) {
		assert.equal((await invoke(playground, 'slow').responded).content, 'thought about it');
	},
	async button(playground) {
		const { message, user } = await panel(playground);
		const answer = await playground.clickButton({ message, user, customId: 'count' }).responded;
		assert.equal(answer.content, 'counted');
	},
	async select(playground) {
		const { message, user } = await panel(playground);
		const call = { message, user, customId: 'choose', values: ['boar'] };
		assert.equal((await playground.chooseOptions(call).responded).content, 'chose: boar');
	},
	async modal(playground) {
		const { message, user } = await panel(playground);
		const interaction = playground.clickButton({ message, user, customId: 'form' });
		await interaction.modalShown;
		const answer = await playground.submitModal({ interaction, values: { name: 'Ada' } }).responded;
		assert.equal(answer.content, 'form: Ada');
	},
	async 'rate limits'(playground) {
		say(playground, 'burst');
		await lastOf(playground, 'burst 6');
		assert.equal(playground.messages(playground.demo.channels.general).filter(isBurst).length, 7);
	},
	async resume(playground) {
		playground.gateway.dropSockets(4000);
		const isBack = () => playground.gateway.sessions.some((session) => session.resumes === 1);
		await playground.waitFor(isBack, { ...PATIENCE, what: 'a resumed session' });
		assert.equal((await playground.replyTo(say(playground, 'ping'), PATIENCE)).content, 'pong');
	},
};

function isBurst({ content }: { readonly content: string }): boolean {
	return content.startsWith('burst ');
}

function say(playground: Playground, content: string) {
	const { channels, users } = playground.demo;
	return playground.postMessage({ channel: channels.general, author: users.member, content });
}

function lastOf(playground: Playground, content: string) {
	const find = () =>
		playground.messages(playground.demo.channels.general).find((message) => message.content === content);
	return playground.waitFor(find, { ...PATIENCE, what: `“${content}”` });
}

function invoke(playground: Playground, command: string, options: Record<string, string> = {}) {
	const { channels, users } = playground.demo;
	return playground.invoke({ user: users.member, channel: channels.general, command, options });
}

async function panel(playground: Playground) {
	return {
		message: await invoke(playground, 'panel').responded,
		user: playground.demo.users.member,
	};
}
