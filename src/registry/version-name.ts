/** A model version, wherever it is named: `default/v3`. */
export interface VersionName {
	readonly classifier: string;
	readonly version: string;
}

const CLASSIFIER = /^[a-z0-9][a-z0-9-]{0,63}$/;
const VERSION = /^v([1-9]\d{0,8})$/;

/** The classifier of the host. */
export const DEFAULT_CLASSIFIER = 'default';
/** The one that ships with Hantei; `default` follows it until it has a model of its own. */
export const STARTER_CLASSIFIER = 'starter';

export function isClassifierName(name: string): boolean {
	return CLASSIFIER.test(name);
}

/** The number in `v3`, or undefined when the text is no version: other folders may lie beside versions. */
export function versionNumber(version: string): number | undefined {
	const match = VERSION.exec(version);
	return match ? Number(match[1]) : undefined;
}

/** Reads `starter/v1`, or `v1` of the given classifier; undefined for anything else (never a path). */
export function parseVersionName(text: string, classifier: string): VersionName | undefined {
	const parts = text.split('/');
	const name =
		parts.length === 2 ? { classifier: parts[0], version: parts[1] } : { classifier, version: text };
	const valid = isClassifierName(name.classifier) && versionNumber(name.version) !== undefined;
	return valid ? name : undefined;
}

export function formatVersionName({ classifier, version }: VersionName): string {
	return `${classifier}/${version}`;
}
