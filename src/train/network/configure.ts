import { UserError } from '../../errors.ts';
import { type KerasConfiguration, readConfiguration } from '../../model/formats/keras/configuration.ts';
import { refusing, UnsupportedNetwork } from '../../model/formats/refusal.ts';
import { inputSize } from '../../model/formats/tfjs/layers/input.ts';
import { parseTopology } from '../../model/formats/tfjs/layers/topology.ts';
import { ARCHITECTURES, type Architecture } from '../../model/network-training/architectures.ts';
import type { NetworkSettings } from './settings.ts';

/** Pixels of a side of the photos that the network takes. @throws {UserError} `conversion-unsupported`, `network-damaged` */
export function sideOf(network: NetworkSettings['network']): number {
	if ('side' in network) return network.side;
	return refusing('Keras', network.path, () => {
		const { class_name, config } = readConfiguration(network.json, '');
		const { width, height } = inputSize(parseTopology(class_name, config));
		if (width !== height) throw new UnsupportedNetwork(`training on photos of ${width} × ${height}`);
		return width;
	});
}

/** The network for so many labels. @throws {UserError} `network-labels-needed`, and as `sideOf` */
export function configure(network: NetworkSettings['network'], classes: number): KerasConfiguration {
	if ('architecture' in network) {
		const { configure } = ARCHITECTURES[network.architecture] as Architecture;
		return configure({ width: network.side, height: network.side, classes });
	}
	return refusing('Keras', network.path, () => readConfiguration(network.json, ''));
}

/** @throws {UserError} `network-classes` where the network tells another number of labels apart */
export function requireClasses(classes: number, labels: readonly string[]): void {
	if (classes !== labels.length) throw new UserError('network-classes', { classes, labels });
}
