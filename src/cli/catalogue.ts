import type { AuditAction, AuditDetail } from '../dataset/catalogue/audit-entry.ts';
import type { Dataset, Label } from '../dataset/catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import { type OpenCatalogue, openCatalogue as openHostCatalogue } from '../host/catalogue.ts';
import { type CliContext, requireClassifier } from './context.ts';

/** Who decided, in the record of decisions. */
export const BY = 'cli';

export interface OpenDataset extends OpenCatalogue {
	readonly dataset: Dataset;
}

/** The photos of a classifier. @throws {UserError} `bad-option` */
export async function openCatalogue({ settings }: CliContext, classifier: string): Promise<OpenDataset> {
	const name = requireClassifier(classifier);
	const open = await openHostCatalogue(settings);
	return { ...open, dataset: open.catalogue.dataset(name) };
}

/** Does something with the photos of a classifier. @throws {UserError} `bad-option` */
export async function withCatalogue<Result>(
	classifier: string,
	context: CliContext,
	work: (open: OpenDataset) => Promise<Result>,
): Promise<Result> {
	const open = await openCatalogue(context, classifier);
	try {
		return await work(open);
	} finally {
		await open.close();
	}
}

/** @throws {UserError} `label-not-found` */
export async function requireLabels(dataset: Dataset, names: readonly string[]): Promise<Label[]> {
	const labels: Label[] = [];
	for (const name of names) labels.push(await requireLabel(dataset, name));
	return labels;
}

/** @throws {UserError} `label-not-found` */
export async function requireLabel({ labels }: Dataset, name: string): Promise<Label> {
	const label = await labels.find(name);
	if (!label) throw new UserError('label-not-found', { label: name });
	return label;
}

/** Enters a change of a classifier's models into its audit log. */
export async function recordChange(
	classifier: string,
	{ action, detail }: { readonly action: AuditAction; readonly detail: AuditDetail },
	context: CliContext,
): Promise<void> {
	await withCatalogue(classifier, context, ({ dataset }) => dataset.audit.record({ action, by: BY, detail }));
}
