import { z } from 'zod';
import { DamagedNetwork, UnsupportedNetwork } from '../../refusal.ts';

/**
 * A Keras model's layers and how they are connected: the one shape that Sequential and functional models, and models
 * inside models, are brought into.
 */
export interface Topology {
	readonly layers: ReadonlyMap<string, Layer>;
	readonly inputs: readonly Reference[];
	readonly outputs: readonly Reference[];
}

export interface Layer {
	readonly name: string;
	readonly className: string;
	readonly config: Readonly<Record<string, unknown>>;
	/** A shared layer is applied several times; each time to these results. */
	readonly calls: readonly Call[];
	/** Of a layer that is a model itself. */
	readonly topology: Topology | undefined;
}

export interface Call {
	readonly layer: Layer;
	readonly inputs: readonly Reference[];
}

/** One result of one application of a layer. */
export interface Reference {
	readonly layer: string;
	readonly call: number;
	readonly result: number;
}

const MAX_NESTING = 8;

const SerialisedLayer = z.object({
	class_name: z.string(),
	name: z.string().optional(),
	config: z.record(z.string(), z.unknown()),
	inbound_nodes: z.unknown().optional(),
});
type SerialisedLayer = z.output<typeof SerialisedLayer>;

/** Name of the layer, which of its calls, which result; then arguments such as `training`, of no interest here. */
const index = z.number().int().nonnegative();
const SerialisedReference = z
	.tuple([z.string(), index, index], z.unknown())
	.transform(([layer, call, result]) => ({ layer, call, result }));
const InboundNodes = z.array(z.array(SerialisedReference));
const Ends = z.union([z.array(SerialisedReference), SerialisedReference.transform((one) => [one])]);

const FunctionalConfig = z.object({
	layers: z.array(SerialisedLayer),
	input_layers: Ends,
	output_layers: Ends,
});

/** Before Keras 2.2.3 a Sequential's configuration was the bare list. */
const SequentialConfig = z.preprocess(
	(config) => (Array.isArray(config) ? { layers: config } : config),
	z.object({ layers: z.array(SerialisedLayer) }),
);

const MODELS = ['Sequential', 'Functional', 'Model'];

export function parseTopology(className: string, config: unknown, nesting = 0): Topology {
	if (nesting > MAX_NESTING) throw new UnsupportedNetwork('a model inside so many models');
	if (className === 'Sequential') return parseSequential(config, nesting);
	if (MODELS.includes(className)) return parseFunctional(config, nesting);
	throw new UnsupportedNetwork(`a model of type ${className}`);
}

function parseFunctional(config: unknown, nesting: number): Topology {
	const { layers, input_layers, output_layers } = parse(FunctionalConfig, config);
	return {
		layers: byName(
			layers.map((layer) => {
				const inbound = InboundNodes.safeParse(layer.inbound_nodes);
				if (!inbound.success) {
					throw new UnsupportedNetwork(`the way layer “${nameOf(layer)}” (${layer.class_name}) is connected`);
				}
				// An input layer has no inbound node, yet stands for one call.
				return parseLayer(layer, inbound.data.length === 0 ? [[]] : inbound.data, nesting);
			}),
		),
		inputs: input_layers,
		outputs: output_layers,
	};
}

/** A chain; where it does not begin with an input layer, its first layer says what the input is. */
function parseSequential(config: unknown, nesting: number): Topology {
	const { layers: chain } = parse(SequentialConfig, config);
	const [first] = chain;
	if (!first) throw new DamagedNetwork('a Sequential without layers');
	const hasInput = first.class_name === 'InputLayer';
	const inputName = hasInput ? nameOf(first) : `input of ${nameOf(first)}`;
	const layers = chain.map((layer, index) => {
		const before = index === 0 ? inputName : nameOf(chain[index - 1] as SerialisedLayer);
		return parseLayer(layer, [hasInput && index === 0 ? [] : [firstResultOf(before)]], nesting);
	});
	if (!hasInput) {
		const shape = { batch_input_shape: inputShapeOf(layers[0] as Layer) };
		layers.unshift(parseLayer({ class_name: 'InputLayer', name: inputName, config: shape }, [[]], nesting));
	}
	return {
		layers: byName(layers),
		inputs: [firstResultOf(inputName)],
		outputs: [firstResultOf(nameOf(chain.at(-1) as SerialisedLayer))],
	};
}

/** As the configuration says it, the batch first: of an input layer, or of whatever takes the input. */
export function inputShapeOf({ config, topology }: Layer): unknown {
	const [input] = topology?.inputs ?? [];
	const inner = input && topology?.layers.get(input.layer);
	return inner ? inputShapeOf(inner) : (config['batch_input_shape'] ?? config['batch_shape']);
}

function firstResultOf(layer: string): Reference {
	return { layer, call: 0, result: 0 };
}

function parseLayer(
	serialised: SerialisedLayer,
	inbound: readonly (readonly Reference[])[],
	nesting: number,
): Layer {
	const { class_name: className, config } = serialised;
	const calls: Call[] = [];
	const layer: Layer = {
		name: nameOf(serialised),
		className,
		config,
		calls,
		topology: MODELS.includes(className) ? parseTopology(className, config, nesting + 1) : undefined,
	};
	calls.push(...inbound.map((inputs) => ({ layer, inputs })));
	return layer;
}

function nameOf({ name, config }: SerialisedLayer): string {
	const configured = config['name'];
	if (name !== undefined) return name;
	if (typeof configured === 'string') return configured;
	throw new DamagedNetwork('a layer without a name');
}

function byName(layers: readonly Layer[]): Map<string, Layer> {
	const map = new Map(layers.map((layer) => [layer.name, layer]));
	if (map.size !== layers.length) throw new DamagedNetwork('two layers of one name');
	return map;
}

function parse<T>(schema: z.ZodType<T>, config: unknown): T {
	const parsed = schema.safeParse(config);
	if (!parsed.success) throw new DamagedNetwork(`malformed topology: ${z.prettifyError(parsed.error)}`);
	return parsed.data;
}
