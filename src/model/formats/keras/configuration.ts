import { z } from 'zod';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { translateKeras1Layer } from './keras-1.ts';

/** A Keras model's configuration as Keras 2 writes it, which is the one our converters read. */
export interface KerasConfiguration {
	readonly class_name: string;
	readonly config: unknown;
}

const SerialisedModel = z.looseObject({ class_name: z.string(), config: z.unknown() });

const SerialisedLayer = z.looseObject({
	class_name: z.string(),
	config: z.record(z.string(), z.unknown()),
	inbound_nodes: z.unknown().optional(),
});
type SerialisedLayer = z.output<typeof SerialisedLayer>;

const MODELS = ['Sequential', 'Functional', 'Model'];

/** Deeper than models nest, and shallow enough for the stack. */
const MAX_NESTING = 16;

/**
 * Brings what Keras 1, 2 and 3 write into the form of Keras 2.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export function readConfiguration(json: string, kerasVersion: string): KerasConfiguration {
	return translateModel(parse(SerialisedModel, parseJson(json)), kerasVersion.startsWith('1.'), 0);
}

function translateModel(
	{ class_name, config }: z.output<typeof SerialisedModel>,
	isKeras1: boolean,
	nesting: number,
): KerasConfiguration {
	if (nesting > MAX_NESTING) throw new UnsupportedNetwork('a model inside so many models');
	if (Array.isArray(config)) return { class_name, config: translateLayers(config, isKeras1, nesting) };
	const { layers, ...rest } = parse(z.looseObject({ layers: z.array(z.unknown()) }), config);
	return { class_name, config: { ...rest, layers: translateLayers(layers, isKeras1, nesting) } };
}

function translateLayers(layers: readonly unknown[], isKeras1: boolean, nesting: number): SerialisedLayer[] {
	return layers.map((serialised) => {
		const layer = parse(SerialisedLayer, withConfig(serialised));
		const { class_name, config, inbound_nodes } = layer;
		const inbound = inbound_nodes === undefined ? {} : { inbound_nodes: translateInbound(inbound_nodes) };
		if (MODELS.includes(class_name)) {
			const model = translateModel({ class_name, config }, isKeras1, nesting + 1);
			return { ...layer, config: model.config as Record<string, unknown>, ...inbound };
		}
		const translated = isKeras1 ? translateKeras1Layer(class_name, config) : { class_name, config };
		return { ...layer, ...translated, config: translateSettings(translated), ...inbound };
	});
}

/** Before Keras 2.2.3 a Sequential's configuration was the bare list, inside another model, too. */
function withConfig(serialised: unknown): unknown {
	const bare = z.looseObject({ config: z.array(z.unknown()) }).safeParse(serialised);
	return bare.success ? { ...bare.data, config: { layers: bare.data.config } } : serialised;
}

/** Keras 3 writes some settings under another name or in an envelope. */
function translateSettings({
	class_name,
	config,
}: {
	readonly class_name: string;
	readonly config: Readonly<Record<string, unknown>>;
}): Record<string, unknown> {
	const translated: Record<string, unknown> = { ...config };
	if ('batch_shape' in config) {
		translated['batch_input_shape'] = config['batch_shape'];
		delete translated['batch_shape'];
	}
	// Keras 3 may say how numbers are kept by a policy instead of by their type.
	if (typeof config['dtype'] === 'object') translated['dtype'] = 'float32';
	const envelope = z.looseObject({ config: z.string() }).safeParse(config['activation']);
	if (envelope.success) translated['activation'] = envelope.data.config;
	if (class_name === 'LeakyReLU' && 'negative_slope' in config)
		translated['alpha'] = config['negative_slope'];
	return translated;
}

const KerasTensor = z.looseObject({
	class_name: z.literal('__keras_tensor__'),
	config: z.looseObject({ keras_history: z.tuple([z.string(), z.int(), z.int()]) }),
});

const Keras3Call = z.looseObject({ args: z.array(z.unknown()) });

/** Keras 3 says a call's arguments, where before it said the results they are. */
function translateInbound(inbound: unknown): unknown {
	const calls = z.array(Keras3Call).safeParse(inbound);
	if (!calls.success) return inbound;
	return calls.data.map(({ args }) => args.flat().map(historyOf));
}

function historyOf(argument: unknown): readonly unknown[] {
	const tensor = KerasTensor.safeParse(argument);
	if (!tensor.success)
		throw new UnsupportedNetwork('a layer that is called with something other than results');
	return tensor.data.config.keras_history;
}

function parseJson(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch (error) {
		throw new DamagedNetwork('its configuration is no JSON', { cause: error });
	}
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (!parsed.success) throw new DamagedNetwork(`malformed configuration: ${z.prettifyError(parsed.error)}`);
	return parsed.data;
}
