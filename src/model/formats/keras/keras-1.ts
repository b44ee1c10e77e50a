import { UnsupportedNetwork } from '../refusal.ts';

type Config = Readonly<Record<string, unknown>>;

interface Translation {
	/** What Keras 2 calls the layer. */
	readonly className: string;
	/** Keras 2's settings by Keras 1's; a setting that is not named stays as it is. */
	readonly renamed: Readonly<Record<string, string>>;
	readonly settings?: (config: Config) => Config;
}

const CONVOLUTION = {
	nb_filter: 'filters',
	subsample: 'strides',
	border_mode: 'padding',
	bias: 'use_bias',
} as const;

const kernelSize = ({ nb_row, nb_col }: Config): Config => ({ kernel_size: [nb_row, nb_col] });

/** https://github.com/keras-team/keras/blob/2.0.0/keras/legacy/interfaces.py says how the names changed. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
	Convolution2D: { className: 'Conv2D', renamed: CONVOLUTION, settings: kernelSize },
	AtrousConvolution2D: {
		className: 'Conv2D',
		renamed: { ...CONVOLUTION, atrous_rate: 'dilation_rate' },
		settings: kernelSize,
	},
	SeparableConvolution2D: { className: 'SeparableConv2D', renamed: CONVOLUTION, settings: kernelSize },
	Dense: { className: 'Dense', renamed: { output_dim: 'units', bias: 'use_bias' } },
	MaxPooling2D: { className: 'MaxPooling2D', renamed: { border_mode: 'padding' } },
	AveragePooling2D: { className: 'AveragePooling2D', renamed: { border_mode: 'padding' } },
	Dropout: { className: 'Dropout', renamed: { p: 'rate' } },
	Merge: { className: 'Add', renamed: {}, settings: requireSum },
	BatchNormalization: { className: 'BatchNormalization', renamed: {}, settings: requireFeaturewise },
};

/** A layer as Keras 1 wrote it (1.2 of December 2016 was the last), in the words of Keras 2. */
export function translateKeras1Layer(
	className: string,
	config: Config,
): { class_name: string; config: Record<string, unknown> } {
	if (config['dim_ordering'] === 'th') throw new UnsupportedNetwork(`channels first, in ${className},`);
	const translation = Object.hasOwn(TRANSLATIONS, className) ? TRANSLATIONS[className] : undefined;
	if (!translation) return { class_name: className, config: { ...config } };
	const { className: class_name, renamed, settings } = translation;
	const names = new Map(Object.entries(renamed));
	const translated = Object.entries(config).map(([name, value]) => [names.get(name) ?? name, value]);
	return { class_name, config: { ...Object.fromEntries(translated), ...settings?.(config) } };
}

function requireSum({ mode }: Config): Config {
	if (mode !== 'sum') throw new UnsupportedNetwork(`merging by ${String(mode)}`);
	return {};
}

/** Mode 0 is what batch normalisation is today; the others normalised each photo by itself. */
function requireFeaturewise({ mode = 0 }: Config): Config {
	if (mode !== 0) throw new UnsupportedNetwork(`batch normalisation of mode ${String(mode)}`);
	return {};
}
