import { lowerPriority } from '../process/give-way.ts';

// Before anything is loaded that starts threads: they inherit the priority.
lowerPriority();
const { serveNetworkTraining } = await import('./serve-network-training.ts');
serveNetworkTraining();
