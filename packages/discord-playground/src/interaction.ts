import type {
	APIApplicationCommandOptionChoice,
	APIMessage,
	APIModalInteractionResponseCallbackData,
	APIUser,
	InteractionType,
	Snowflake,
} from 'discord-api-types/v10';
import { OMNISCIENT, presentMessage } from './present/message.ts';
import { presentUserId } from './present/user.ts';
import { InteractionFailed } from './refusal.ts';
import type { InteractionRecord, InteractionState } from './world/state.ts';
import type { World } from './world/world.ts';

type Modal = APIModalInteractionResponseCallbackData;
type Choices = readonly APIApplicationCommandOptionChoice[];

/** Resolved or rejected from outside; rejecting one that nobody waits for is no error. */
class Deferred<Value> {
	readonly promise: Promise<Value>;
	resolve!: (value: Value) => void;
	reject!: (error: Error) => void;

	constructor() {
		this.promise = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
		this.promise.catch(() => {});
	}
}

/**
 * One press, command or submission of a user, live: its fields follow what the bot does. All promises reject with an
 * InteractionFailed when the bot is too late, or answers otherwise.
 */
export class PlaygroundInteraction {
	readonly #world: World;
	readonly #record: InteractionRecord;
	readonly #acknowledged = new Deferred<void>();
	readonly #responded = new Deferred<APIMessage>();
	readonly #modalShown = new Deferred<Modal>();
	readonly #suggested = new Deferred<Choices>();
	readonly #followUps: Deferred<APIMessage>[] = [];

	readonly id: Snowflake;
	readonly token: string;
	readonly type: InteractionType;
	readonly user: APIUser;
	readonly channelId: Snowflake;
	/** `classify` or `settings threshold` for commands, the custom id for components and modals. */
	readonly name: string;
	/** The first answer of whatever kind. */
	readonly acknowledged = this.#acknowledged.promise;
	/** The first visible answer: a message, or a deferred one once it is edited, or the component's message after its edit. */
	readonly responded = this.#responded.promise;
	readonly modalShown = this.#modalShown.promise;
	readonly suggested = this.#suggested.promise;

	constructor(world: World, record: InteractionRecord) {
		this.#world = world;
		this.#record = record;
		this.id = record.id;
		this.token = record.token;
		this.type = record.type;
		this.user = presentUserId(world, record.userId);
		this.channelId = record.channelId;
		this.name = record.name;
	}

	get state(): InteractionState {
		return this.#record.state;
	}

	/** By the playground's clock, from creation to the first answer; null until then. */
	get acknowledgedAfterMs(): number | null {
		const { acknowledgedAt, createdAt } = this.#record;
		return acknowledgedAt === null ? null : acknowledgedAt - createdAt;
	}

	/** Whether the response is only for the user. */
	get ephemeral(): boolean {
		return this.#record.ephemeral;
	}

	/** The answer as it stands now, later edits included; for `deferred` the loading message. Null when there is none. */
	get response(): APIMessage | null {
		return this.#message(this.#record.responseId);
	}

	get followUps(): readonly APIMessage[] {
		return this.#record.followUpIds.map((id) => this.#message(id)).filter((message) => message !== null);
	}

	get modal(): Modal | null {
		return this.#record.modal;
	}

	get choices(): Choices | null {
		return this.#record.choices;
	}

	/** A message of the bot that follows the response; counted from 0. */
	followUp(index = 0): Promise<APIMessage> {
		const waiting = this.#followUpAt(index);
		this.update();
		return waiting.promise;
	}

	/** Settles what the record now says. */
	update(): void {
		const { state, acknowledgedAt, modal, choices, followUpIds } = this.#record;
		if (acknowledgedAt !== null) this.#acknowledged.resolve();
		const { response } = this;
		if (state === 'responded' && response) this.#responded.resolve(response);
		if (modal) this.#modalShown.resolve(modal);
		if (choices) this.#suggested.resolve(choices);
		followUpIds.forEach((id, index) => {
			const message = this.#message(id);
			if (message) this.#followUpAt(index).resolve(message);
		});
		if (state === 'failed') this.#fail();
		else if (state !== 'waiting') this.#failOthers(state);
	}

	/** As plain data, for the page. */
	toJSON() {
		const { id, type, user, channelId, name, state, acknowledgedAfterMs, ephemeral } = this;
		const { response, followUps, modal, choices } = this;
		return {
			...{ id, type, user, channelId, name, state, acknowledgedAfterMs, ephemeral },
			...{ response, followUps, modal, choices },
		};
	}

	#message(id: Snowflake | null): APIMessage | null {
		const message = this.#world.state.messages.get(id ?? '');
		return message ? presentMessage(this.#world, message, OMNISCIENT) : null;
	}

	#followUpAt(index: number): Deferred<APIMessage> {
		this.#followUps[index] ??= new Deferred();
		return this.#followUps[index];
	}

	/** Too late: nothing of it will come. */
	#fail(): void {
		const all = [this.#acknowledged, this.#responded, this.#modalShown, this.#suggested, ...this.#followUps];
		const error = new InteractionFailed(`${this.name}: the bot did not answer within three seconds`);
		for (const deferred of all) deferred?.reject(error);
	}

	/** The first answer rules the other kinds out. */
	#failOthers(state: InteractionState): void {
		const error = new InteractionFailed(`${this.name}: the bot answered otherwise (${state})`);
		if (state !== 'modal') this.#modalShown.reject(error);
		if (state !== 'suggested') this.#suggested.reject(error);
		if (state === 'modal' || state === 'suggested') this.#responded.reject(error);
	}
}

export type InteractionSnapshot = ReturnType<PlaygroundInteraction['toJSON']>;
