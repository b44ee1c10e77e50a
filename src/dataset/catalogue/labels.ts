import { setImmediate as letOthersRun } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { recordDecision } from './decision-log.ts';
import {
	cleanDisplayNames,
	cleanName,
	cleanNames,
	type DisplayNames,
	displayNamesOf,
	type Entity,
	foldName,
	knownNames,
	type Label,
	type LabelChanges,
	type LabelDraft,
} from './label.ts';
import { type Scope, scoped } from './scope.ts';
import { fromJson, insertRow, type RowOf, toJson } from './tables.ts';

/** Photos deleted in one transaction: each takes its index entries and fingerprints with it. */
const PURGE_BATCH = 50;

/**
 * The labels of a classifier. Names and aliases are one namespace, compared by NFKC and without regard to case. What
 * was found for a label belongs to the label itself, so a new name changes nothing else.
 */
export class Labels {
	readonly #scope: Scope;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** What `add` would refuse. @throws {UserError} `label-name-invalid`, `too-many-names`, `label-name-taken` */
	async checkAdd(draft: LabelDraft): Promise<void> {
		await requireFree(this.#scope, cleanDraft(draft));
	}

	/** What `edit` would refuse. @throws {UserError} as `edit` */
	async checkEdit(id: number, changes: LabelChanges): Promise<void> {
		await requireFree(this.#scope, changed(await requireLabel(this.#scope, id), changes), id);
	}

	/**
	 * @param most labels that there may be then
	 * @throws {UserError} `label-name-invalid`, `too-many-names`, `label-name-taken`, `label-quota`
	 */
	async add(draft: LabelDraft, by: string, most?: number): Promise<Label> {
		const label = cleanDraft(draft);
		return this.#scope.write(async (scope) => {
			await requireFree(scope, label);
			// Here, where nobody else adds any: of two who see the last one left, one has it.
			if (most !== undefined && (await labelsOf(scope).execute()).length >= most)
				throw new UserError('label-quota', { limit: most });
			const id = await insertRow(scope.rows, 'label', {
				classifier_id: scope.id,
				created_at: scope.now(),
				...columns(label),
			});
			await takeNames(scope, id, label);
			await recordDecision(scope, { kind: 'label-add', by, detail: label.name });
			return requireLabel(scope, id);
		});
	}

	/** @throws {UserError} `label-not-found`, `label-name-invalid`, `too-many-names`, `label-name-taken` */
	async edit(id: number, changes: LabelChanges, by: string): Promise<Label> {
		return this.#scope.write(async (scope) => {
			const before = await requireLabel(scope, id);
			const label = changed(before, changes);
			await requireFree(scope, label, id);
			await scope.rows.updateTable('label').set(columns(label)).where('id', '=', id).execute();
			await freeNames(scope, id);
			await takeNames(scope, id, label);
			const detail = label.name === before.name ? label.name : `${before.name} → ${label.name}`;
			await recordDecision(scope, { kind: 'label-edit', by, detail });
			return requireLabel(scope, id);
		});
	}

	/**
	 * Removes a label for good, with its photos and all that was found for it; what people removed one by one stays
	 * out nevertheless. The name is free at once; the rest goes in small steps, and a removal that is cut short is
	 * brought to its end by `Catalogue.recover`.
	 * @throws {UserError} `label-not-found`
	 */
	async remove(id: number, by: string): Promise<void> {
		await this.#scope.write(async (scope) => {
			const label = await requireLabel(scope, id);
			await scope.rows.updateTable('label').set({ removed_at: scope.now() }).where('id', '=', id).execute();
			await freeNames(scope, id);
			await recordDecision(scope, { kind: 'label-remove', by, detail: label.name });
		});
		await this.#purge(id);
	}

	/** Brings removals that were cut short to their end. */
	async finishRemovals(): Promise<void> {
		const unfinished = await this.#scope.rows
			.selectFrom('label')
			.select('id')
			.where('classifier_id', '=', this.#scope.id)
			.where('removed_at', 'is not', null)
			.where(({ exists, selectFrom }) =>
				exists(selectFrom('photo').select('photo.id').whereRef('label_id', '=', 'label.id')),
			)
			.execute();
		for (const { id } of unfinished) await this.#purge(id);
	}

	/** By name, as the Unicode collation orders them. */
	async list(): Promise<Label[]> {
		const collator = new Intl.Collator('und', { numeric: true });
		const rows = await labelsOf(this.#scope).execute();
		return rows.map(toLabel).sort((a, b) => collator.compare(a.name, b.name) || a.id - b.id);
	}

	/** What the labels are called, by name and language. */
	async displayNames(): Promise<Readonly<Record<string, DisplayNames>>> {
		return Object.fromEntries((await this.list()).map((label) => [label.name, displayNamesOf(label)]));
	}

	async get(id: number): Promise<Label | undefined> {
		return labelById(this.#scope, id);
	}

	/** Those of them that are there, in this order. */
	async getAll(ids: readonly number[]): Promise<Label[]> {
		const labels = await Promise.all(ids.map((id) => labelById(this.#scope, id)));
		return labels.filter((label) => label !== undefined);
	}

	/** By name, alias or display name, however it is written. */
	async find(name: string): Promise<Label | undefined> {
		return labelByName(this.#scope, name);
	}

	/** Those of them that are there, in this order. */
	async findAll(names: readonly string[]): Promise<Label[]> {
		const labels = await Promise.all(names.map((name) => labelByName(this.#scope, name)));
		return labels.filter((label) => label !== undefined);
	}

	async #purge(id: number): Promise<void> {
		await this.#scope.write(({ rows }) =>
			rows.deleteFrom('search_cursor').where('label_id', '=', id).execute(),
		);
		let deleted: bigint;
		do {
			const result = await this.#scope.write(({ rows }) =>
				rows
					.deleteFrom('photo')
					.where('id', 'in', (of) =>
						of.selectFrom('photo').select('id').where('label_id', '=', id).limit(PURGE_BATCH),
					)
					.executeTakeFirst(),
			);
			deleted = result.numDeletedRows;
			await letOthersRun();
		} while (deleted > 0n);
	}
}

/** @throws {UserError} `label-not-found` */
export async function requireLabel(scope: Scope, id: number): Promise<Label> {
	const label = await labelById(scope, id);
	if (!label) throw new UserError('label-not-found', { label: String(id) });
	return label;
}

/** What a label goes by leads to it from now on; inside a transaction. */
export async function takeNames(
	{ rows, id: classifier }: Scope,
	id: number,
	label: Pick<Label, 'name' | 'aliases' | 'displayNames'>,
): Promise<void> {
	const names = knownNames(label).map((name) => ({
		classifier_id: classifier,
		folded: foldName(name),
		label_id: id,
	}));
	await rows.insertInto('label_name').values(names).execute();
}

async function freeNames({ rows }: Scope, id: number): Promise<void> {
	await rows.deleteFrom('label_name').where('label_id', '=', id).execute();
}

function labelsOf({ rows, id }: Scope) {
	return rows.selectFrom('label').selectAll().where('classifier_id', '=', id).where('removed_at', 'is', null);
}

async function labelById(scope: Scope, id: number): Promise<Label | undefined> {
	const [row] = (await labelRow(scope, { id })).rows;
	return row && toLabel(row);
}

const labelRow = scoped((scope, { id }: { id: number }) => labelsOf(scope).where('id', '=', id));

async function labelByName(scope: Scope, name: string): Promise<Label | undefined> {
	const row = await labelsOf(scope)
		.where('id', '=', (of) =>
			of
				.selectFrom('label_name')
				.select('label_id')
				.where('classifier_id', '=', scope.id)
				.where('folded', '=', foldName(name)),
		)
		.executeTakeFirst();
	return row && toLabel(row);
}

/** @param id of the label that wants the names, if it has any yet */
async function requireFree(scope: Scope, label: CleanDraft, id?: number): Promise<void> {
	for (const wanted of knownNames(label)) {
		const owner = await labelByName(scope, wanted);
		if (owner && owner.id !== id)
			throw new UserError('label-name-taken', { name: wanted, label: owner.name });
	}
}

type CleanDraft = Omit<Label, 'id' | 'createdAt'>;

function cleanDraft(draft: LabelDraft): CleanDraft {
	const name = cleanName(draft.name);
	return {
		name,
		aliases: cleanNames(draft.aliases ?? []).filter((alias) => foldName(alias) !== foldName(name)),
		displayNames: cleanDisplayNames(draft.displayNames ?? {}),
		searchTerms: cleanNames(draft.searchTerms ?? []),
		exclusions: cleanNames(draft.exclusions ?? []),
		...(draft.entity && { entity: cleanEntity(draft.entity) }),
	};
}

function changed(before: Label, { entity = before.entity, displayNames, ...rest }: LabelChanges): CleanDraft {
	return cleanDraft({
		...before,
		...withoutUndefined(rest),
		displayNames: { ...before.displayNames, ...withoutUndefined(displayNames ?? {}) },
		entity: entity ?? undefined,
	});
}

function cleanEntity({ taxonId, name }: Entity): Entity {
	return { taxonId, name: cleanName(name) };
}

function columns(label: CleanDraft) {
	return {
		name: label.name,
		aliases: toJson(label.aliases),
		display_names: toJson(label.displayNames),
		search_terms: toJson(label.searchTerms),
		exclusions: toJson(label.exclusions),
		taxon_id: label.entity?.taxonId ?? null,
		taxon_name: label.entity?.name ?? null,
	};
}

function toLabel(row: RowOf<'label'>): Label {
	return {
		id: row.id,
		name: row.name,
		aliases: fromJson(row.aliases),
		displayNames: fromJson(row.display_names),
		searchTerms: fromJson(row.search_terms),
		exclusions: fromJson(row.exclusions),
		...(row.taxon_id !== null && { entity: { taxonId: row.taxon_id, name: row.taxon_name ?? '' } }),
		createdAt: new Date(row.created_at),
	};
}

function withoutUndefined<Value extends object>(value: Value): Value {
	return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
