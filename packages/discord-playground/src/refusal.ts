/** A person tried what Discord's own clients would not let them do. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
}

/** An interaction that its user saw fail: no answer within three seconds, or none of the kind waited for. */
export class InteractionFailed extends Error {
	override readonly name = 'InteractionFailed';
}
