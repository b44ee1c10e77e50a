import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

/** A connection that would have led into the host's own network. */
export class AddressRefused extends Error {
	override readonly name = 'AddressRefused';

	constructor(hostname: string, address: string) {
		super(`${hostname} is ${address}, which is not a public address`);
	}
}

export interface GuardedAgentOptions {
	/** Origins on this machine that may be connected to all the same: `http://127.0.0.1:8019`. */
	readonly localOrigins: readonly string[];
	readonly connectTimeoutMs?: number;
	/** Of names; the system's, when absent. */
	readonly lookup?: LookupFunction;
}

/**
 * An agent that connects to public addresses only, whatever a name resolves to. The check is made on the very address
 * that is connected to, so no second answer of a name server comes between (DNS rebinding). Names and literals need one
 * each: nothing looks up `127.0.0.1`, `[::1]` or `2130706433`, which URLs turn into the first.
 */
export function createGuardedAgent(options: GuardedAgentOptions): Agent {
	const timeout = options.connectTimeoutMs ?? 10_000;
	const open = buildConnector({ timeout });
	const guarded = buildConnector({ timeout, lookup: guardLookup(options.lookup ?? systemLookup) });
	return new Agent({
		connect(target, callback) {
			const hostname = target.hostname.replace(/^\[|\]$/g, '');
			if (options.localOrigins.includes(originOf(hostname, target))) return open(target, callback);
			if (isIP(hostname) !== 0 && !isPublic(hostname))
				return callback(new AddressRefused(target.hostname, hostname), null);
			guarded(target, callback);
		},
	});
}

function originOf(hostname: string, { protocol, port }: buildConnector.Options): string {
	const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
	return new URL(`${protocol}//${host}${port ? `:${port}` : ''}`).origin;
}

/** Not private, loopback, link-local, shared, reserved, multicast, nor a tunnel to such (IPv4 in IPv6 is unwrapped). */
function isPublic(address: string): boolean {
	return ipaddr.process(address).range() === 'unicast';
}

/** Refuses a name when any of its addresses is not public: connecting tries one after the other. */
function guardLookup(lookup: LookupFunction): LookupFunction {
	return (hostname, options, callback) => {
		lookup(hostname, { ...options, all: true }, (error, found) => {
			if (error) return callback(error, '', 0);
			const addresses = Array.isArray(found) ? found : [];
			const inner = addresses.find(({ address }) => !isPublic(address));
			if (inner || addresses.length === 0)
				return callback(new AddressRefused(hostname, inner?.address ?? 'unknown'), '', 0);
			if (options.all) callback(null, addresses);
			else callback(null, addresses[0].address, addresses[0].family);
		});
	};
}
