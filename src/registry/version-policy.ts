import { type AliasFile, aliasOf, lastChange } from './aliases.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

export interface EndpointState {
	readonly classifier: string;
	/** Whether the classifier can go without a model of its own. */
	readonly mayFollow: boolean;
	readonly aliases: AliasFile;
	/** Versions that may serve, best first. */
	readonly candidates: readonly VersionName[];
	/** `classifier/version` of the own model that serves now, if one does. */
	readonly serving?: string;
	/** Promotions that were refused or taken back, by `promotionOf`. */
	readonly refused: ReadonlySet<string>;
}

export type Transition =
	| { readonly kind: 'none' }
	/** Classify with the model of the classifier it follows. */
	| { readonly kind: 'follow' }
	| { readonly kind: 'turn'; readonly to: VersionName };

/** What to do after the aliases have changed. What was refused is not tried again until somebody promotes it again. */
export function nextTransition({
	classifier,
	mayFollow,
	aliases,
	candidates: [best],
	serving,
	refused,
}: EndpointState): Transition {
	if (mayFollow && (!best || (best.classifier !== classifier && aliases.champion === undefined))) {
		return { kind: serving === undefined ? 'none' : 'follow' };
	}
	if (!best || formatVersionName(best) === serving || refused.has(promotionOf(best, classifier, aliases))) {
		return { kind: 'none' };
	}
	return { kind: 'turn', to: best };
}

/** Tells one promotion of a version from another one of the same version. */
export function promotionOf(name: VersionName, classifier: string, aliases: AliasFile): string {
	const change = lastChange(aliases);
	const at = change?.champion === aliasOf(name, classifier) ? change.at : '';
	return `${formatVersionName(name)} ${at}`;
}
