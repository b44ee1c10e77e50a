/** What the command line says about networks. */
export const cliNetwork = {
	rangeFound: (range: string, photos: number) =>
		`The network was trained on pixels of ${range}, as far as ${photos} labelled photos tell; --range ${range} says so at once.`,
	columns: { range: 'pixels', accuracy: 'accuracy', logLoss: 'log loss' },
};
