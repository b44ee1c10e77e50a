import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { createGuardedAgent } from '../../src/crawl/http/guarded-agent.ts';
import type { Http } from '../../src/crawl/http/request.ts';
import { HostTurns } from '../../src/crawl/politeness/host-turns.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryHostLedger } from './host-ledger.ts';

const servers: Server[] = [];
const agents: { destroy(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

/** A server on this machine until the end of the test. Returns its origin. */
export async function serve(listener: RequestListener): Promise<string> {
	const server = createServer(listener);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export type TestHttp = Http & { readonly clock: FakeClock; readonly ledger: MemoryHostLedger };

/** What the crawler asks with, until the end of the test; its clock is fake, and backoff takes half of the most. */
export function openHttp(
	localOrigins: readonly string[],
	options: Partial<Parameters<typeof createGuardedAgent>[0]> = {},
): TestHttp {
	const clock = new FakeClock();
	const ledger = new MemoryHostLedger();
	const agent = createGuardedAgent({ localOrigins, ...options });
	agents.push(agent);
	return {
		agent,
		clock,
		ledger,
		userAgent: 'hantei/test (mailto@example.org)',
		turns: new HostTurns({ hosts: ledger, clock, localOrigins }),
		random: () => 0.5,
	};
}
