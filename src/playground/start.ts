import type { Playground, PlaygroundOptions } from './playground.ts';

/** Starts a stand-in for Discord on this machine. */
export declare function startPlayground(options?: PlaygroundOptions): Promise<Playground>;
