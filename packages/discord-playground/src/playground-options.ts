import type { Clock } from './clock.ts';

export interface PlaygroundOptions {
	/** Loopback by default; the playground has no accounts and must not be reachable from elsewhere. */
	readonly host?: string;
	/** 0, the default, takes a free one. */
	readonly port?: number;
	/** The bot's token; a made-up one of the right form by default. */
	readonly token?: string;
	readonly clock?: Clock;
	/** Everything random (interaction tokens, fault probabilities) follows from it. */
	readonly seed?: number;
	/**
	 * `documented` enforces the limits Discord announces in its headers (5 messages in 5 seconds and channel, 50
	 * requests a second in all); `off`, the default, announces them and never enforces them.
	 */
	readonly rateLimits?: 'documented' | 'off';
	/** The switches of the developer portal; all on by default. A session asking for more is closed with 4014. */
	readonly privilegedIntents?: Partial<PrivilegedIntents>;
	readonly heartbeatIntervalMs?: number;
	/** How long a signed attachment address works; 24 hours by default, as on Discord. */
	readonly attachmentLifetimeMs?: number;
	/** REST calls kept in `calls`; 10,000 by default, older ones are forgotten. */
	readonly callsKept?: number;
}

export interface PrivilegedIntents {
	readonly messageContent: boolean;
	readonly guildMembers: boolean;
	readonly guildPresences: boolean;
}
