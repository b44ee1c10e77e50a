import { lowerPriority } from './give-way.ts';

// Before anything is loaded that starts threads: they inherit the priority.
lowerPriority();
const { serveTraining } = await import('./serve-training.ts');
serveTraining();
