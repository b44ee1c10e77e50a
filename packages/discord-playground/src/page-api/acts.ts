import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { CommandCall, ModalSubmission, OptionValue } from '../acts.ts';
import type { Playground } from '../playground.ts';
import { Refusal } from '../refusal.ts';
import type { Act } from './act-schema.ts';
import type { ReceivedAct } from './read-act.ts';

/**
 * Does what a person did on the page.
 * @returns what the page needs at once; what others see of it comes as an event
 * @throws {Refusal} for what Discord's own client would not let them do
 */
export async function perform(playground: Playground, received: ReceivedAct): Promise<object | undefined> {
	const { act, upload } = received;
	switch (act.act) {
		case 'startAfresh':
			playground.startAfresh();
			return;
		case 'post': {
			const { user: author, attachments, ...rest } = act;
			const { id } = playground.postMessage({ ...rest, author, attachments: attachments.map(upload) });
			return { id };
		}
		case 'edit':
			requireAuthor(playground, act);
			playground.editMessage(act.message, { content: act.content });
			return;
		case 'delete':
			requireMayDelete(playground, act);
			playground.deleteMessage(act.message);
			return;
		case 'react':
			playground.react(act.user, act.message, act.emoji);
			return;
		case 'unreact':
			playground.unreact(act.user, act.message, act.emoji);
			return;
		case 'type':
			playground.startTyping(act.user, act.channel);
			return;
		case 'openDm':
			return { id: playground.world.openDm([act.user, act.with]).id };
		case 'command':
			return playground.invoke(commandCall(act, upload)).toJSON();
		case 'autocomplete': {
			const { focused, typed } = act;
			const interaction = playground.autocomplete({ ...commandCall(act, upload), focused, typed });
			return { choices: await interaction.suggested };
		}
		case 'messageCommand':
			return playground.messageCommand(act).toJSON();
		case 'userCommand':
			return playground.userCommand(act).toJSON();
		case 'button':
			return playground.clickButton(act).toJSON();
		case 'select':
			return playground.chooseOptions(act).toJSON();
		case 'modal': {
			if (playground.interaction(act.interaction)?.user.id !== act.user) {
				throw new Refusal('the modal was shown to somebody else');
			}
			return playground.submitModal({ ...act, values: modalValues(act, upload) }).toJSON();
		}
	}
}

type Uploading = ReceivedAct['upload'];

function commandCall(act: Extract<Act, { act: 'command' | 'autocomplete' }>, upload: Uploading): CommandCall {
	const options = Object.entries(act.options).map(([name, value]): [string, OptionValue] => [
		name,
		typeof value === 'object' ? upload(value) : value,
	]);
	return { ...act, options: Object.fromEntries(options) };
}

function modalValues(
	{ values }: Extract<Act, { act: 'modal' }>,
	upload: Uploading,
): ModalSubmission['values'] {
	const entries = Object.entries(values).map(([name, value]) => {
		if (!Array.isArray(value)) return [name, value] as const;
		return [name, value.map((item) => (typeof item === 'string' ? item : upload(item)))] as const;
	});
	return Object.fromEntries(entries) as ModalSubmission['values'];
}

type OnMessage = { readonly user: string; readonly message: string };

function requireAuthor(playground: Playground, { user, message }: OnMessage): void {
	if (playground.message(message)?.author.id !== user) throw new Refusal('only its author edits a message');
}

function requireMayDelete(playground: Playground, { user, message }: OnMessage): void {
	const found = playground.message(message);
	if (!found || found.author.id === user) return;
	const permissions = playground.world.permissions(user, found.channel_id);
	if ((permissions & PermissionFlagsBits.ManageMessages) === 0n) {
		throw new Refusal('only its author, or who manages messages, deletes a message');
	}
}
