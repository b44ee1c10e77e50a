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

/**
 * A model version as members read it: a server's own by its number alone. Nobody is ever shown another server's, so
 * that the server's id in its name would tell them nothing.
 */
export function shownModel(model: string): string {
	return model.replace(/^\d+\//, '');
}
