export type {
	AutocompleteCall,
	ButtonClick,
	CommandCall,
	MessageCommandCall,
	ModalSubmission,
	OptionValue,
	Post,
	PostEdit,
	Reference,
	SelectChoice,
	Upload,
	UserCommandCall,
} from './acts.ts';
export { type Clock, createManualClock, type ManualClock, systemClock } from './clock.ts';
export type { PlaygroundEvents } from './event-feed.ts';
export type { Fault, FaultSelection, Faults } from './faults/faults.ts';
export type { CallFaultName, GatewayFaultName } from './faults/named.ts';
export type { PlaygroundInteraction } from './interaction.ts';
export { servePage } from './page-api/serve-page.ts';
export type { Playground } from './playground.ts';
export type { PlaygroundOptions } from './playground-options.ts';
export type { BotRecord, CallPattern } from './record.ts';
export { Refusal } from './refusal.ts';
export type { RestCall } from './rest/call-recorder.ts';
export { startPlayground } from './start.ts';
export type { DemoWorld } from './world/build-demo-world.ts';
export { EMPTY_WORLD, type WorldDescription, worldDescription } from './world/description.ts';
