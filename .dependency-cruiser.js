/** Which part of the house may import which; see the map in CONTRIBUTING.md. */
const PARTS = {
	errors: [],
	i18n: ['errors'],
	config: ['dataset', 'package-root', 'i18n', 'errors'],
	log: [],
	store: ['log'],
	'package-root': [],
	'atomic-write': [],
	image: ['errors'],
	model: ['image', 'atomic-write', 'package-root', 'errors', 'log'],
	dataset: ['store', 'image', 'errors', 'log'],
	registry: ['model', 'atomic-write', 'image', 'i18n', 'package-root', 'errors', 'log'],
	crawl: ['dataset', 'image', 'errors', 'log'],
	report: ['model', 'dataset', 'registry', 'image', 'i18n', 'package-root', 'errors', 'log'],
	train: ['crawl', 'dataset', 'model', 'registry', 'image', 'package-root', 'errors', 'log'],
	bot: [
		'train',
		'registry',
		'crawl',
		'dataset',
		'model',
		'image',
		'store',
		'i18n',
		'package-root',
		'errors',
		'log',
	],
	web: ['train', 'registry', 'model', 'image', 'i18n', 'package-root', 'errors', 'log'],
	cli: [
		'photo-source',
		'train',
		'registry',
		'crawl',
		'model',
		'image',
		'dataset',
		'store',
		'i18n',
		'config',
		'package-root',
		'errors',
		'log',
	],
	playground: [],
	'photo-source': [],
};

const pathOf = (part) => `^src/${part}(/|\\.ts$)`;

export default {
	forbidden: [
		...Object.entries(PARTS).map(([part, allowed]) => ({
			name: `${part}-imports`,
			comment: `src/${part} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
			severity: 'error',
			from: { path: pathOf(part) },
			to: { path: '^(src|commands)/', pathNot: [part, ...allowed].map(pathOf) },
		})),
		{
			name: 'commands-imports',
			comment: 'a Discord command stands on the bot, the registry, the crawler, the dataset and training',
			severity: 'error',
			from: { path: '^commands/' },
			to: {
				path: '^src/',
				pathNot: ['bot', 'train', 'registry', 'crawl', 'dataset', 'model', 'image', 'i18n', 'errors'].map(
					pathOf,
				),
			},
		},
		{
			name: 'playground-is-a-leaf',
			comment: 'only the composition root, benchmarks and tests may know the stand-in Discord',
			severity: 'error',
			from: { path: '^(src|commands)/', pathNot: ['^src/(main|demo)\\.ts$', '^src/playground/'] },
			to: { path: '^src/playground/' },
		},
		{
			name: 'photo-source-is-a-leaf',
			comment:
				'only the composition root, the command line and tests may know the stand-in for photo services',
			severity: 'error',
			from: {
				path: '^(src|commands)/',
				pathNot: ['^src/(main|demo)\\.ts$', '^src/cli(/|\\.ts$)', '^src/photo-source/'],
			},
			to: { path: '^src/photo-source/' },
		},
		{
			name: 'serving-never-loads-tfjs',
			comment:
				'TensorFlow.js is for training and for checking converters; predictions come from ONNX Runtime',
			severity: 'error',
			from: { path: '^(src|commands)/' },
			to: { path: 'node_modules/@tensorflow/' },
		},
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'no-orphans',
			severity: 'error',
			from: {
				orphan: true,
				path: '^(src|commands)/',
				pathNot: ['^src/(playground|web)/page/', '\\.d\\.ts$'],
			},
			to: {},
		},
		{ name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
	],
	options: {
		parser: 'swc',
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|data|models)/' },
		enhancedResolveOptions: {
			extensions: ['.ts', '.js'],
			exportsFields: ['exports'],
			conditionNames: ['node', 'import'],
		},
	},
};
