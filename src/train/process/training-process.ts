import { AWAITED, lowerPriority, OF_A_NETWORK } from './give-way.ts';

// Before anything is loaded that starts threads: they inherit the priority. Where somebody waits, it is lowered once there is
// much to do.
if (!process.argv.includes(AWAITED)) lowerPriority();
if (process.argv.includes(OF_A_NETWORK)) {
	const { serveNetworkTraining } = await import('../network/serve-network-training.ts');
	serveNetworkTraining();
} else {
	const { serveTraining } = await import('./serve-training.ts');
	serveTraining();
}
