import type { PhotoFile, Quarantine, Rejection } from '../../../src/dataset/catalogue/catalogue.ts';
import { hammingDistance } from '../../../src/image/perceptual-hash.ts';

export interface ModelRow {
	readonly id: number;
	label: number;
	readonly offer: string;
	state: 'candidate' | 'downloading' | 'failed' | 'rejected' | 'accepted' | 'quarantined' | 'removed';
	reason?: string;
	kept: boolean;
	tries: number;
	file?: PhotoFile;
	group?: number;
	duplicateOf?: number;
}

interface Tombstone {
	readonly decision: number;
	readonly offer: string;
	readonly file: PhotoFile;
}

interface Decided {
	readonly kind: 'keep' | 'remove' | 'relabel';
	readonly before: readonly ModelRow[];
	undone: boolean;
}

const INTRINSIC = ['flat', 'gone', 'too-small'];

/** The catalogue's rules over plain arrays, by comparing everything with everything; nothing is ever in cool-down. */
export class Model {
	rows: ModelRow[] = [];
	readonly decisions: Decided[] = [];
	#tombstones: Tombstone[] = [];
	#nextId = 1;

	discover(label: number, offer: string): 'added' | 'known' | 'removed' {
		if (this.#isEntombed(offer)) return 'removed';
		if (this.rows.some((row) => row.offer === offer && (row.label === label || row.kept))) return 'known';
		this.rows.push({ id: this.#nextId++, label, offer, state: 'candidate', kept: false, tries: 0 });
		return 'added';
	}

	reserve(label: number): ModelRow | undefined {
		for (;;) {
			const next = this.#waiting(label, 'candidate') ?? this.#waiting(label, 'failed');
			if (!next) return undefined;
			if (this.#settleUnfetched(next)) continue;
			next.state = 'downloading';
			return next;
		}
	}

	settle(row: ModelRow, outcome: PhotoFile | Rejection | 'failed', quarantine?: Quarantine): void {
		if (outcome === 'failed') {
			row.tries++;
			if (row.tries >= 4) this.#reject(row, 'gave-up');
			else row.state = 'failed';
		} else if (typeof outcome === 'string') this.#reject(row, outcome);
		else if (this.#isEntombed(row.offer)) this.#reject(row, 'removed');
		else this.#arrive(row, outcome, quarantine);
	}

	keep(ids: readonly number[]): void {
		this.#decide('keep', ids, (row) => {
			if (row.state === 'removed' || (row.kept && row.state === 'accepted')) return undefined;
			return () => this.#accept(row);
		});
	}

	remove(ids: readonly number[]): void {
		this.#decide('remove', ids, (row) => {
			if (row.state === 'removed') return undefined;
			return () => {
				this.#markRemoved(row);
				if (this.#twins(row).some(({ label }) => label !== row.label)) return;
				this.#tombstones.push({
					decision: this.decisions.length,
					offer: row.offer,
					file: row.file as PhotoFile,
				});
			};
		});
	}

	relabel(ids: readonly number[], label: number): void {
		this.#decide('relabel', ids, (row, before) => {
			if (row.state === 'removed' || row.label === label) return undefined;
			return () => {
				const there = this.rows.find((other) => other.label === label && other.offer === row.offer);
				if (there && isLive(there)) {
					if (!before.some((old) => old.id === there.id)) before.push({ ...there });
					this.#accept(there);
					this.#markRemoved(row);
					return;
				}
				this.rows = this.rows.filter((other) => other !== there);
				row.label = label;
				this.#accept(row);
				row.duplicateOf = undefined;
			};
		});
	}

	canUndo(index: number): boolean {
		const { before, undone } = this.decisions[index];
		const later = this.decisions.slice(index + 1).filter((decision) => !decision.undone);
		const touched = (id: number) => later.some((decision) => decision.before.some((row) => row.id === id));
		return (
			!undone &&
			before.every((old) => this.rows.some(({ id }) => id === old.id) && !touched(old.id)) &&
			!before.some((old) =>
				this.rows.some((row) => row.label === old.label && row.offer === old.offer && row.id !== old.id),
			)
		);
	}

	undo(index: number): void {
		const decision = this.decisions[index];
		for (const old of decision.before) {
			const row = this.rows.find(({ id }) => id === old.id);
			if (row) Object.assign(row, { label: old.label, state: old.state, reason: old.reason, kept: old.kept });
		}
		this.#tombstones = this.#tombstones.filter((tombstone) => tombstone.decision !== index);
		decision.undone = true;
	}

	quarantine(ids: readonly number[]): void {
		for (const row of this.rows) {
			if (ids.includes(row.id) && row.state === 'accepted' && !row.kept) setAside(row, 'doubtful');
		}
	}

	/** What a process leaves that dies. */
	die(): void {
		for (const row of this.rows) if (row.state === 'downloading') row.state = 'candidate';
	}

	#waiting(label: number, state: ModelRow['state']): ModelRow | undefined {
		return this.rows.find(
			(row) =>
				row.label === label &&
				row.state === state &&
				!this.rows.some((other) => other.offer === row.offer && other.state === 'downloading'),
		);
	}

	#settleUnfetched(row: ModelRow): boolean {
		if (this.#isEntombed(row.offer)) {
			this.#reject(row, 'removed');
			return true;
		}
		const others = this.rows.filter((other) => other.offer === row.offer && other.label !== row.label);
		const photo = others.find(isLive);
		if (photo?.file) {
			this.#arrive(row, photo.file, photo.reason === 'nsfw' ? 'nsfw' : undefined);
			return true;
		}
		const rejected = others.find(
			({ state, reason }) => state === 'rejected' && INTRINSIC.includes(reason ?? ''),
		);
		if (rejected) this.#reject(row, rejected.reason as Rejection);
		return rejected !== undefined;
	}

	#arrive(row: ModelRow, file: PhotoFile, quarantine?: Quarantine): void {
		if (this.#tombstones.some((tombstone) => isSamePicture(tombstone.file, file))) {
			this.#reject(row, 'removed');
			return;
		}
		const here = this.rows.find((other) => other.label === row.label && other.file?.sha256 === file.sha256);
		if (here) {
			this.#reject(row, here.state === 'removed' ? 'removed' : 'duplicate');
			return;
		}
		row.file = file;
		const twins = this.#twins(row);
		const elsewhere = twins.filter(({ label }) => label !== row.label);
		for (const twin of elsewhere) if (twin.state === 'accepted' && !twin.kept) setAside(twin, 'other-label');
		const groups = twins.map(({ group }) => group as number);
		row.group = Math.min(row.id, ...groups);
		for (const other of this.rows) if (groups.includes(other.group ?? -1)) other.group = row.group;
		row.duplicateOf = twins.filter(({ label }) => label === row.label).sort(nearerTo(file))[0]?.id;
		const reason = quarantine ?? (elsewhere.length > 0 ? 'other-label' : undefined);
		if (reason) setAside(row, reason);
		else row.state = 'accepted';
	}

	#twins(row: ModelRow): ModelRow[] {
		return this.rows.filter(
			(other) =>
				other !== row && isLive(other) && other.file && row.file && isSamePicture(other.file, row.file),
		);
	}

	#isEntombed(offer: string): boolean {
		return this.#tombstones.some((tombstone) => tombstone.offer === offer);
	}

	#reject(row: ModelRow, reason: Rejection): void {
		row.state = 'rejected';
		row.reason = reason;
	}

	#accept(row: ModelRow): void {
		row.state = 'accepted';
		row.reason = undefined;
		row.kept = true;
	}

	#markRemoved(row: ModelRow): void {
		row.state = 'removed';
		row.reason = undefined;
		row.kept = false;
	}

	#decide(
		kind: Decided['kind'],
		ids: readonly number[],
		plan: (row: ModelRow, before: ModelRow[]) => (() => void) | undefined,
	): void {
		const before: ModelRow[] = [];
		for (const id of new Set(ids)) {
			const row = this.rows.find((other) => other.id === id);
			const carryOut = row?.file && plan(row, before);
			if (!row || !carryOut || before.some((old) => old.id === id)) continue;
			before.push({ ...row });
			carryOut();
		}
		this.decisions.push({ kind, before, undone: false });
	}
}

function isLive({ state }: ModelRow): boolean {
	return state === 'accepted' || state === 'quarantined';
}

function setAside(row: ModelRow, reason: Quarantine): void {
	row.state = 'quarantined';
	row.reason = reason;
}

function isSamePicture(a: PhotoFile, b: PhotoFile): boolean {
	const isPlain = (hash: bigint) => hammingDistance(hash, 0n) <= 6;
	if (a.sha256 === b.sha256) return true;
	if (isPlain(a.perceptualHash) || isPlain(b.perceptualHash)) return false;
	return hammingDistance(a.perceptualHash, b.perceptualHash) <= 6;
}

function nearerTo(file: PhotoFile): (a: ModelRow, b: ModelRow) => number {
	const distance = (row: ModelRow) => hammingDistance(row.file?.perceptualHash ?? 0n, file.perceptualHash);
	return (a, b) => distance(a) - distance(b) || a.id - b.id;
}
