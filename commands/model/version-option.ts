import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { described } from '../../src/bot/commands/localised.ts';

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
