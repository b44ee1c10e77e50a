import type {
	APIApplicationCommandOptionChoice,
	APIMessage,
	APIModalInteractionResponseCallbackData,
	APIUser,
	InteractionType,
	Snowflake,
} from 'discord-api-types/v10';

/**
 * How far an interaction has come, as its user sees it: `waiting` for the first answer; `deferred` ("thinking…", or a
 * component acknowledged silently); `responded` with a message or an edit of the component's message; `modal` shown;
 * `suggested` choices; `failed` ("The application did not respond").
 */
export type InteractionState = 'waiting' | 'deferred' | 'responded' | 'modal' | 'suggested' | 'failed';

/** One press, command or submission of a user, live: its fields follow what the bot does. */
export interface PlaygroundInteraction {
	readonly id: Snowflake;
	readonly token: string;
	readonly type: InteractionType;
	readonly user: APIUser;
	readonly channelId: Snowflake;
	/** `classify` or `settings threshold` for commands, the custom id for components and modals. */
	readonly name: string;
	readonly state: InteractionState;
	/** By the playground's clock, from creation to the first answer; null until then. */
	readonly acknowledgedAfterMs: number | null;
	/** Whether the response is only for the user. */
	readonly ephemeral: boolean;
	/** The answer as it stands now, later edits included; for `deferred` the loading message. Null when there is none. */
	readonly response: APIMessage | null;
	readonly followUps: readonly APIMessage[];
	readonly modal: APIModalInteractionResponseCallbackData | null;
	readonly choices: readonly APIApplicationCommandOptionChoice[] | null;
	/** The first answer of whatever kind. Like all promises here it rejects with an InteractionFailed when the bot is too late. */
	readonly acknowledged: Promise<void>;
	/** The first visible answer: a message, or a deferred one once it is edited, or the component's message after its edit. */
	readonly responded: Promise<APIMessage>;
	readonly modalShown: Promise<APIModalInteractionResponseCallbackData>;
	readonly suggested: Promise<readonly APIApplicationCommandOptionChoice[]>;
	/** A message of the bot that follows the response; counted from 0. */
	followUp(index?: number): Promise<APIMessage>;
	toJSON(): InteractionSnapshot;
}

/** An interaction as plain data, for the page. */
export type InteractionSnapshot = Pick<
	PlaygroundInteraction,
	| 'id'
	| 'type'
	| 'user'
	| 'channelId'
	| 'name'
	| 'state'
	| 'acknowledgedAfterMs'
	| 'ephemeral'
	| 'response'
	| 'followUps'
	| 'modal'
	| 'choices'
>;
