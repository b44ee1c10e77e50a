import type {
	APIApplicationCommandOptionChoice,
	APIMessage,
	APIModalInteractionResponseCallbackData,
	APIUser,
	InteractionType,
	Snowflake,
} from 'discord-api-types/v10';
import type { InteractionSnapshot, InteractionState, PlaygroundInteraction } from '../interaction.ts';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { presentUserId } from '../present/user.ts';
import { InteractionFailed } from '../refusal.ts';
import type { InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

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

export class InteractionHandle implements PlaygroundInteraction {
	readonly #world: World;
	readonly #record: InteractionRecord;
	readonly #acknowledged = new Deferred<void>();
	readonly #responded = new Deferred<APIMessage>();
	readonly #modalShown = new Deferred<Modal>();
	readonly #suggested = new Deferred<Choices>();
	readonly #followUps: Deferred<APIMessage>[] = [];

	constructor(world: World, record: InteractionRecord) {
		this.#world = world;
		this.#record = record;
	}

	get id(): Snowflake {
		return this.#record.id;
	}

	get token(): string {
		return this.#record.token;
	}

	get type(): InteractionType {
		return this.#record.type;
	}

	get user(): APIUser {
		return presentUserId(this.#world, this.#record.userId);
	}

	get channelId(): Snowflake {
		return this.#record.channelId;
	}

	get name(): string {
		return this.#record.name;
	}

	get state(): InteractionState {
		return this.#record.state;
	}

	get acknowledgedAfterMs(): number | null {
		const { acknowledgedAt, createdAt } = this.#record;
		return acknowledgedAt === null ? null : acknowledgedAt - createdAt;
	}

	get ephemeral(): boolean {
		return this.#record.ephemeral;
	}

	get response(): APIMessage | null {
		return this.#message(this.#record.responseId);
	}

	get followUps(): readonly APIMessage[] {
		return this.#record.followUpIds
			.map((id) => this.#message(id))
			.filter((message): message is APIMessage => message !== null);
	}

	get modal(): Modal | null {
		return this.#record.modal;
	}

	get choices(): Choices | null {
		return this.#record.choices;
	}

	get acknowledged(): Promise<void> {
		return this.#acknowledged.promise;
	}

	get responded(): Promise<APIMessage> {
		return this.#responded.promise;
	}

	get modalShown(): Promise<Modal> {
		return this.#modalShown.promise;
	}

	get suggested(): Promise<Choices> {
		return this.#suggested.promise;
	}

	followUp(index = 0): Promise<APIMessage> {
		const waiting = this.#followUpAt(index);
		this.update();
		return waiting.promise;
	}

	/** Settles what the record now says. */
	update(): void {
		const { state, acknowledgedAt, modal, choices, followUpIds } = this.#record;
		if (acknowledgedAt !== null) this.#acknowledged.resolve();
		const response = this.response;
		if (state === 'responded' && response) this.#responded.resolve(response);
		if (modal) this.#modalShown.resolve(modal);
		if (choices) this.#suggested.resolve(choices);
		followUpIds.forEach((id, index) => {
			const message = this.#message(id);
			if (message) this.#followUpAt(index).resolve(message);
		});
		if (state === 'failed') this.#fail('the bot did not answer within three seconds');
		else if (state !== 'waiting') this.#failOthers(state);
	}

	toJSON(): InteractionSnapshot {
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

	#fail(reason: string): void {
		const error = new InteractionFailed(`${this.name}: ${reason}`);
		const all = [this.#acknowledged, this.#responded, this.#modalShown, this.#suggested, ...this.#followUps];
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
