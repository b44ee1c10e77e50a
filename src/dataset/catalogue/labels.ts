import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
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
import type { Scope } from './scope.ts';

const NAMES = z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json)));

const DISPLAY_NAMES = z.object({ en: z.string().optional(), ja: z.string().optional() });

const ROW = z
	.object({
		id: z.number(),
		name: z.string(),
		aliases: NAMES,
		display_names: z.string().transform((json) => DISPLAY_NAMES.parse(JSON.parse(json))),
		search_terms: NAMES,
		exclusions: NAMES,
		taxon_id: z.number().nullable(),
		taxon_name: z.string().nullable(),
		created_at: z.number(),
	})
	.transform(
		(row): Label => ({
			id: row.id,
			name: row.name,
			aliases: row.aliases,
			displayNames: row.display_names,
			searchTerms: row.search_terms,
			exclusions: row.exclusions,
			...(row.taxon_id !== null && { entity: { taxonId: row.taxon_id, name: row.taxon_name ?? '' } }),
			createdAt: new Date(row.created_at),
		}),
	);

const SELECT = 'SELECT * FROM label WHERE classifier_id = ? AND removed_at IS NULL';

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
		this.#requireFree(cleanDraft(draft), undefined);
	}

	/** What `edit` would refuse. @throws {UserError} as `edit` */
	async checkEdit(id: number, changes: LabelChanges): Promise<void> {
		this.#requireFree(changed(this.#existing(id), changes), id);
	}

	/** @throws {UserError} `label-name-invalid`, `too-many-names`, `label-name-taken` */
	async add(draft: LabelDraft, by: string): Promise<Label> {
		const label = cleanDraft(draft);
		return this.#scope.write(() => {
			const id = this.#scope.connection.insert(
				`INSERT INTO label (classifier_id, name, aliases, display_names, search_terms, exclusions, taxon_id, taxon_name, created_at)
				 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				this.#scope.id,
				...columns(label),
				this.#scope.now(),
			);
			this.#takeNames(id, label);
			recordDecision(this.#scope, { kind: 'label-add', by, detail: label.name });
			return this.#existing(id);
		});
	}

	/** @throws {UserError} `label-not-found`, `label-name-invalid`, `too-many-names`, `label-name-taken` */
	async edit(id: number, changes: LabelChanges, by: string): Promise<Label> {
		return this.#scope.write(() => {
			const before = this.#existing(id);
			const label = changed(before, changes);
			this.#scope.connection.run(
				`UPDATE label SET name = ?, aliases = ?, display_names = ?, search_terms = ?, exclusions = ?, taxon_id = ?, taxon_name = ?
				 WHERE id = ?`,
				...columns(label),
				id,
			);
			this.#takeNames(id, label);
			const detail = label.name === before.name ? label.name : `${before.name} → ${label.name}`;
			recordDecision(this.#scope, { kind: 'label-edit', by, detail });
			return this.#existing(id);
		});
	}

	/**
	 * Removes a label for good, with its photos and all that was found for it; what people removed one by one stays
	 * out nevertheless. The name is free at once; the rest goes in small steps, and a removal that is cut short is
	 * brought to its end by `Catalogue.recover`.
	 * @throws {UserError} `label-not-found`
	 */
	async remove(id: number, by: string): Promise<void> {
		await this.#scope.write(() => {
			const label = this.#existing(id);
			this.#scope.connection.run('UPDATE label SET removed_at = ? WHERE id = ?', this.#scope.now(), id);
			this.#scope.connection.run('DELETE FROM label_name WHERE label_id = ?', id);
			recordDecision(this.#scope, { kind: 'label-remove', by, detail: label.name });
		});
		await this.#purge(id);
	}

	/** Brings removals that were cut short to their end. */
	async finishRemovals(): Promise<void> {
		const rows = this.#scope.all(
			z.object({ id: z.number() }),
			`SELECT id FROM label WHERE classifier_id = ? AND removed_at IS NOT NULL
			 AND EXISTS (SELECT 1 FROM photo WHERE label_id = label.id)`,
			this.#scope.id,
		);
		for (const { id } of rows) await this.#purge(id);
	}

	/** By name, as the Unicode collation orders them. */
	async list(): Promise<Label[]> {
		const collator = new Intl.Collator('und', { numeric: true });
		return this.#scope
			.all(ROW, SELECT, this.#scope.id)
			.sort((a, b) => collator.compare(a.name, b.name) || a.id - b.id);
	}

	/** What the labels are called, by name and language. */
	async displayNames(): Promise<Readonly<Record<string, DisplayNames>>> {
		return Object.fromEntries((await this.list()).map((label) => [label.name, displayNamesOf(label)]));
	}

	async get(id: number): Promise<Label | undefined> {
		return this.#get(id);
	}

	/** Those of them that are there, in this order. */
	async getAll(ids: readonly number[]): Promise<Label[]> {
		return ids.flatMap((id) => this.#get(id) ?? []);
	}

	#get(id: number): Label | undefined {
		return this.#scope.get(ROW, `${SELECT} AND id = ?`, this.#scope.id, id);
	}

	/** By name, alias or display name, however it is written. */
	async find(name: string): Promise<Label | undefined> {
		return this.#find(name);
	}

	/** Those of them that are there, in this order. */
	async findAll(names: readonly string[]): Promise<Label[]> {
		return names.flatMap((name) => this.#find(name) ?? []);
	}

	#find(name: string): Label | undefined {
		return this.#scope.get(
			ROW,
			`${SELECT} AND id = (SELECT label_id FROM label_name WHERE classifier_id = ?1 AND folded = ?2)`,
			this.#scope.id,
			foldName(name),
		);
	}

	#existing(id: number): Label {
		const label = this.#get(id);
		if (!label) throw new UserError('label-not-found', { label: String(id) });
		return label;
	}

	/** @param id of the label that wants the names, if it has any yet */
	#requireFree(label: CleanDraft, id: number | undefined): void {
		for (const wanted of knownNames(label)) {
			const owner = this.#find(wanted);
			if (owner && owner.id !== id)
				throw new UserError('label-name-taken', { name: wanted, label: owner.name });
		}
	}

	#takeNames(id: number, label: CleanDraft): void {
		const { connection } = this.#scope;
		this.#requireFree(label, id);
		connection.run('DELETE FROM label_name WHERE label_id = ?', id);
		for (const name of knownNames(label)) {
			connection.run(
				'INSERT INTO label_name (classifier_id, folded, label_id) VALUES (?, ?, ?)',
				this.#scope.id,
				foldName(name),
				id,
			);
		}
	}

	async #purge(id: number): Promise<void> {
		const { connection } = this.#scope;
		await this.#scope.write(() => connection.run('DELETE FROM search_cursor WHERE label_id = ?', id));
		let deleted: number;
		do {
			deleted = await this.#scope.write(() =>
				connection.run(
					'DELETE FROM photo WHERE id IN (SELECT id FROM photo WHERE label_id = ? LIMIT ?)',
					id,
					PURGE_BATCH,
				),
			);
			await letOthersRun();
		} while (deleted > 0);
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
	return [
		label.name,
		JSON.stringify(label.aliases),
		JSON.stringify(label.displayNames),
		JSON.stringify(label.searchTerms),
		JSON.stringify(label.exclusions),
		label.entity?.taxonId ?? null,
		label.entity?.name ?? null,
	];
}

function withoutUndefined<Value extends object>(value: Value): Value {
	return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
