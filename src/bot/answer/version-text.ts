import { aliasOf } from '../../registry/aliases.ts';
import { parseVersionName } from '../../registry/version-name.ts';

/**
 * A version as people of a classifier know it: `v3` for their own, `default/v3` for one they follow.
 * @param name `classifier/version`
 */
export function versionText(name: string, classifier: string): string {
	const version = parseVersionName(name, classifier);
	return version ? aliasOf(version, classifier) : name;
}
