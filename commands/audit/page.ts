import { z } from 'zod';
import {
	button,
	type Component,
	fitLines,
	type MessageContent,
	onlyText,
	requireDatasetManager,
	row,
} from '../../src/bot/kit.ts';
import { AUDIT_ACTIONS, type AuditAction, type Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { describeEntry } from './describe.ts';

/** The custom ids of the buttons; the state is the query of the page they lead to. */
export const AUDIT = { name: 'audit', version: 1 } as const;

export interface AuditPageQuery {
	/** A user's id. */
	readonly by?: string;
	readonly action?: AuditAction;
	/** Changes before this day (UTC): `2026-11-24`. */
	readonly day?: string;
	/** Entries before this one. */
	readonly before?: number;
}

/** Entries of a page: with labels of the longest names they still fit into a message. */
const PAGE = 8;

/** What stands for nothing in a state. */
const NONE = '-';

/** A page of the log, with buttons to turn it. */
export async function renderPage(
	dataset: Dataset,
	query: AuditPageQuery,
	messages: Messages,
): Promise<MessageContent> {
	const texts = messages.commands.audit;
	const { by, action, day, before } = query;
	const until = day === undefined ? undefined : parseDay(day);
	const found = await dataset.audit.list({ before, until, by, action, limit: PAGE + 1 });
	const entries = found.slice(0, PAGE);
	if (entries.length === 0) {
		const isFiltered = by !== undefined || action !== undefined || day !== undefined || before !== undefined;
		return onlyText(isFiltered ? texts.noneSuch : texts.none);
	}
	const lines = [texts.title, ...entries.map((entry) => describeEntry(entry, dataset.classifier, messages))];
	const last = entries.at(-1)?.id;
	const buttons = [
		...(before === undefined
			? []
			: [button(AUDIT, formatState({ ...query, before: undefined }), texts.latest)]),
		...(found.length > PAGE ? [button(AUDIT, formatState({ ...query, before: last }), texts.older)] : []),
	];
	return {
		content: fitLines([lines], (all) => all, texts.more),
		components: buttons.length > 0 ? [row(...buttons)] : [],
	};
}

/** Its first moment in UTC; undefined for what is no day. */
export function parseDay(text: string): Date | undefined {
	const date = new Date(`${text}T00:00:00Z`);
	const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text.length === 10;
	return isDay ? date : undefined;
}

const STATE = z
	.tuple([
		z.string().regex(/^(-|\d{1,20})$/),
		z.enum([NONE, ...AUDIT_ACTIONS]),
		z.string().regex(/^(-|\d{4}-\d\d-\d\d)$/),
		z.string().regex(/^(-|\d{1,15})$/),
	])
	.transform(
		([by, action, day, before]): AuditPageQuery => ({
			by: by === NONE ? undefined : by,
			action: action === NONE ? undefined : action,
			day: day === NONE ? undefined : day,
			before: before === NONE ? undefined : Number(before),
		}),
	);

/** Undefined for what no button of ours says. */
export function parseState(state: string): AuditPageQuery | undefined {
	return STATE.safeParse(state.split(' ')).data;
}

function formatState({ by, action, day, before }: AuditPageQuery): string {
	return [by, action, day, before].map((part) => part ?? NONE).join(' ');
}

/** The buttons that turn the pages. */
export const component: Component = {
	...AUDIT,
	async execute(interaction, state, context) {
		const classifier = requireDatasetManager(interaction, context);
		const query = parseState(state);
		if (!query) throw new UserError('component-outdated', {});
		await interaction.update(
			await renderPage(context.catalogue.dataset(classifier), query, context.messages),
		);
	},
};
