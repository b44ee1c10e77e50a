import type { LabelNames } from '../model/display-names.ts';
import type { KeptLabels } from '../model/kept-labels.ts';
import type { AliasFile } from './aliases.ts';
import type { Manifest } from './manifest.ts';
import { formatVersionName, parseVersionName, type VersionName } from './version-name.ts';

/** A version in its office. */
export interface DeployedModel {
	readonly version: VersionName;
	/** `classifier/version` */
	readonly name: string;
	readonly labels: readonly string[];
	readonly names?: LabelNames;
	/** Id of the backbone that it was made on. */
	readonly backbone: string;
	/** Which promotion made it serve, by `promotionOf`. */
	readonly promotion: string;
	/** A model that answers beside it for labels that it does not know. */
	readonly kept?: KeptModel;
}

export interface KeptModel {
	readonly version: VersionName;
	/** `classifier/version` */
	readonly name: string;
	readonly labels: readonly string[];
	/** Of each of them, how much more familiar a photo must be to it. */
	readonly margins: KeptLabels;
}

/** What answers beside a classifier's own model that knows some labels; undefined where that knows all, or it follows another. */
export function keptBeside(
	{ classifier }: VersionName,
	{
		labels,
		keptMargins,
	}: { readonly labels: readonly string[]; readonly keptMargins?: Manifest['keptMargins'] },
	of: { readonly classifier: string; readonly aliases: AliasFile },
): KeptModel | undefined {
	const { kept } = of.aliases;
	const version = kept && parseVersionName(kept.model, of.classifier);
	const others = kept?.labels.filter((label) => !labels.includes(label)) ?? [];
	if (!version || others.length === 0 || classifier !== of.classifier) return undefined;
	const name = formatVersionName(version);
	const margins = keptMargins?.model === name ? keptMargins.labels : {};
	return {
		version,
		name,
		labels: others,
		margins: new Map(others.map((label) => [label, Object.hasOwn(margins, label) ? margins[label] : 0])),
	};
}
