import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { LivePredictors, ModelChange } from '../registry/predictor.ts';
import { DEFAULT_CLASSIFIER } from '../registry/version-name.ts';
import { escapeText, versionText } from './answer/text.ts';
import type { Failures } from './failures.ts';
import type { GuildLog } from './guild-log.ts';

export interface ModelChangesParts {
	readonly predictors: LivePredictors;
	readonly catalogue: Catalogue;
	readonly guildLog: GuildLog;
	readonly failures: Failures;
}

/** Enters what the health watch does in the log of changes, and tells the admins of the server it concerns. */
export function followModelChanges(parts: ModelChangesParts): () => void {
	return parts.predictors.onChange((change) => {
		if (change.kind === 'rolled-back') {
			record(change, parts).catch((error: unknown) => parts.failures.report(error, { model: change.model }));
		}
		void tell(change, parts);
	});
}

async function record(
	{ classifier, model, before = '', reason }: ModelChange,
	{ catalogue }: ModelChangesParts,
): Promise<void> {
	const detail = { version: model, failed: before, reason: reason ?? null };
	await catalogue.dataset(classifier).audit.record({ action: 'auto-roll-back', by: 'health', detail });
}

/** The host's own classifier serves many servers, none of which can do anything about it. */
async function tell(
	{ kind, classifier, model, before = '', reason }: ModelChange,
	{ guildLog }: ModelChangesParts,
): Promise<void> {
	if (classifier === DEFAULT_CLASSIFIER) return;
	const now = escapeText(versionText(model, classifier));
	const then = escapeText(versionText(before, classifier));
	if (kind === 'refused') {
		await guildLog.post(classifier, null, ({ gate }) => gate.health.refused(now, then));
	} else if (kind === 'rolled-back' && reason && reason !== 'does-not-load') {
		await guildLog.post(classifier, null, ({ gate }) =>
			gate.health.rolledBack(now, then, gate.health[reason]),
		);
	}
}
