import { AWAITED, lowerPriority } from './give-way.ts';

// Before anything is loaded that starts threads: they inherit the priority. Where somebody waits, it is lowered once there is
// much to do.
if (!process.argv.includes(AWAITED)) lowerPriority();
const { serveTraining } = await import('./serve-training.ts');
serveTraining();
