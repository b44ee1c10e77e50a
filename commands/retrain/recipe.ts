import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { type ArgumentsOf, described, named } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { ARCHITECTURES, type Architecture } from '../../src/model/network-training/architectures.ts';
import { MOST_EPOCHS, type NetworkRecipe, SIDES } from '../../src/train/network/recipe.ts';

/** A network from scratch, with the options of `hantei train --network`. */
export const RECIPE_OPTIONS = [
	{
		type: ApplicationCommandOptionType.String,
		name: 'network',
		...described(({ retrain }) => retrain.options.network),
		choices: Object.keys(ARCHITECTURES).map((value) => ({ value, ...named(() => value) })),
	},
	{
		type: ApplicationCommandOptionType.Integer,
		name: 'size',
		...described(({ retrain }) => retrain.options.size),
		min_value: SIDES.least,
		max_value: SIDES.most,
	},
	{
		type: ApplicationCommandOptionType.Integer,
		name: 'epochs',
		...described(({ retrain }) => retrain.options.epochs),
		min_value: 1,
		max_value: MOST_EPOCHS,
	},
	{
		type: ApplicationCommandOptionType.String,
		name: 'augment',
		...described(({ retrain }) => retrain.options.augment),
		choices: [
			{ value: 'none', ...named(({ retrain }) => retrain.augmentations.none) },
			{ value: 'course', ...named(({ retrain }) => retrain.augmentations.course) },
			{ value: 'keras', ...named(({ retrain }) => retrain.augmentations.keras) },
		],
	},
	{
		type: ApplicationCommandOptionType.Integer,
		name: 'patience',
		...described(({ retrain }) => retrain.options.patience),
		min_value: 1,
		max_value: MOST_EPOCHS,
	},
] as const;

type Chosen = ArgumentsOf<typeof RECIPE_OPTIONS>;

/**
 * What is chosen, the rest as the architecture is known to learn by; undefined where no network is to be trained from scratch.
 * @throws {UserError} `option-needs`
 */
export function chosenRecipe({
	network,
	size,
	epochs,
	augment,
	patience,
}: Chosen): NetworkRecipe | undefined {
	if (network === undefined) {
		const own = { size, epochs, augment, patience };
		const [option] = Object.entries(own).find(([, value]) => value !== undefined) ?? [];
		if (option !== undefined) throw new UserError('option-needs', { option, needs: 'network' });
		return undefined;
	}
	const usual = ARCHITECTURES[network] as Architecture;
	return {
		architecture: network,
		side: size ?? usual.side,
		epochs: epochs ?? usual.epochs,
		augmentation: augment ?? 'none',
		patience: patience ?? null,
	};
}
