import type { AuditAction, AuditDetail } from '../dataset/catalogue/audit.ts';
import { BY, openCatalogue } from './catalogue.ts';
import type { CliContext } from './context.ts';

/** Enters a change of a classifier's models into its audit log. */
export async function recordChange(
	classifier: string,
	{ action, detail }: { readonly action: AuditAction; readonly detail: AuditDetail },
	context: CliContext,
): Promise<void> {
	const { dataset, close } = await openCatalogue(context, classifier);
	try {
		await dataset.audit.record({ action, by: BY, detail });
	} finally {
		close();
	}
}
