import type { VersionName } from './version-name.ts';

/** A version in its office. */
export interface DeployedModel {
	readonly version: VersionName;
	/** `classifier/version` */
	readonly name: string;
	readonly labels: readonly string[];
	/** Id of the backbone that it was made on. */
	readonly backbone: string;
	/** Which promotion made it serve, by `promotionOf`. */
	readonly promotion: string;
}
