import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	described,
	escapeText,
	MAX_SUGGESTIONS,
	versionText,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { Registry } from '../../src/registry/registry.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	parseVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
} from '../../src/registry/version-name.ts';

/**
 * The version that a member names, among those that their classifier may see: its own, and the one it follows.
 * @throws {UserError} `model-not-found`, which tells nothing of what other servers have
 */
export async function requireVersion(
	text: string,
	classifier: string,
	registry: Registry,
): Promise<VersionName> {
	const visible = await visibleVersions(classifier, registry);
	const name = parseVersionName(text.trim(), classifier);
	const found = name && visible.find((version) => isSame(version, name));
	if (found) return found;
	const known = visible.map((version) => versionText(formatVersionName(version), classifier));
	throw new UserError('model-not-found', { version: text, known });
}

/** A classifier's own versions, newest first, then what serves it where that is not its own. */
export async function visibleVersions(classifier: string, registry: Registry): Promise<VersionName[]> {
	const own = (await registry.versions(classifier)).map((version) => ({ classifier, version }));
	const followed =
		classifier === DEFAULT_CLASSIFIER
			? (await registry.versions(STARTER_CLASSIFIER)).map((version) => ({
					classifier: STARTER_CLASSIFIER,
					version,
				}))
			: (await registry.candidates(DEFAULT_CLASSIFIER).catch(() => [])).slice(0, 1);
	return [...own, ...followed];
}

/**
 * What serves a classifier.
 * @throws {UserError} `no-model`
 */
export async function servingVersion(classifier: string, registry: Registry): Promise<VersionName> {
	const [serving] = await registry.candidates(classifier);
	return serving;
}

/** Whether members of a classifier may let a version serve, or take it along: the host's is the host's. */
export function isOwn({ classifier }: VersionName, own: string): boolean {
	return classifier === own || (own === DEFAULT_CLASSIFIER && classifier === STARTER_CLASSIFIER);
}

export function isSame(a: VersionName, b: VersionName): boolean {
	return formatVersionName(a) === formatVersionName(b);
}

/** A version as a member reads it, safe in markdown. */
export function shownVersion(name: VersionName, classifier: string): string {
	return escapeText(versionText(formatVersionName(name), classifier));
}

export async function suggestVersions(
	classifier: string,
	registry: Registry,
	typed: string,
): Promise<{ name: string; value: string }[]> {
	const wanted = typed.trim().toLowerCase();
	return (await visibleVersions(classifier, registry))
		.map((name) => versionText(formatVersionName(name), classifier))
		.filter((text) => text.includes(wanted))
		.slice(0, MAX_SUGGESTIONS)
		.map((text) => ({ name: text, value: text }));
}

type TextsOfVersion = { name: string; description: string };

/** The option that names a version. */
export function versionOption<const Name extends string, const Required extends boolean>(
	select: (texts: CommandContext['messages']['commands']['model']) => TextsOfVersion,
	{ name, required }: { readonly name: Name; readonly required: Required },
) {
	return {
		type: ApplicationCommandOptionType.String as const,
		name,
		...described(({ model }) => select(model)),
		required,
		autocomplete: true as const,
		max_length: 80,
	};
}
