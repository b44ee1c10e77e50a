import { setImmediate as nextTurn } from 'node:timers';

/** SQLite may hold the event loop for so long at once: gateway heartbeats share it. */
const TURN_MS = 8;

/** When this turn of the event loop had its first query; undefined when it had none. */
let began: number | undefined;

/** Lets what else there is to do go first, where queries have had the event loop for long enough. */
export function giveWay(): Promise<void> | undefined {
	if (began !== undefined && performance.now() - began > TURN_MS) return anotherTurn();
	begin();
	return undefined;
}

async function anotherTurn(): Promise<void> {
	await new Promise<void>((resolve) => {
		nextTurn(resolve);
	});
	begin();
}

function begin(): void {
	if (began !== undefined) return;
	began = performance.now();
	nextTurn(() => {
		began = undefined;
	});
}
