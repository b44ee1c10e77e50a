/** What a whole version can be written as, backbone included. */
export const NETWORK_FORMATS = ['onnx', 'h5', 'keras', 'tfjs', 'teachable-machine'] as const;

export type ExportFormat = (typeof NETWORK_FORMATS)[number];

/** As people know them. */
export const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = {
	onnx: 'ONNX',
	h5: 'Keras (.h5)',
	keras: 'Keras (.keras)',
	tfjs: 'TensorFlow.js',
	'teachable-machine': 'Teachable Machine',
};

/** Those that are one file, by its ending; the others are several. */
export const FILE_ENDINGS: Readonly<Partial<Record<ExportFormat, string>>> = {
	onnx: '.onnx',
	h5: '.h5',
	keras: '.keras',
};
