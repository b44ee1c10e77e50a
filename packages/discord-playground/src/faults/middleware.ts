import { setTimeout as wait } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { rateLimited } from '../rest/rate-limits.ts';
import type { Fault, FaultInjector, IncomingCall } from './faults.ts';

/** A request that can be made to fail. */
interface Target {
	readonly env: HttpBindings;
	get res(): Response;
	set res(response: Response | undefined);
}

/** Lets the faults that are drawn for a call befall it; handles it otherwise. Returns what befell it. */
export async function withFaults(
	injector: FaultInjector,
	target: Target,
	call: IncomingCall,
	handle: () => Promise<void>,
): Promise<string | null> {
	const faults = injector.draw(call);
	for (const fault of faults) {
		const response = await befall(fault, target, call, handle);
		if (!response) continue;
		// Taken away first, or its headers would be merged into the fault's answer.
		target.res = undefined;
		target.res = response;
		return fault.kind;
	}
	await handle();
	return faults.length === 0 ? null : faults.map(({ kind }) => kind).join(', ');
}

async function befall(
	fault: Fault,
	target: Target,
	call: IncomingCall,
	handle: () => Promise<void>,
): Promise<Response | null> {
	switch (fault.kind) {
		case 'meanwhile':
			fault.act(call);
			return null;
		case 'slow':
			await wait(fault.delayMs);
			return null;
		case 'rate-limit':
			return rateLimited(fault.retryAfterMs, fault.scope ?? 'user');
		case 'error':
			return Response.json({ message: fault.message, code: fault.code }, { status: fault.status });
		case 'server-error':
			if (fault.applied) await handle();
			return serverError(fault.status ?? 502);
		case 'drop': {
			if (fault.applied) await handle();
			const { socket } = target.env.incoming;
			if (fault.how === 'close') socket.destroy();
			else socket.resetAndDestroy();
			return RESPONSE_ALREADY_SENT;
		}
	}
}

/** As it comes from the proxies before Discord: text, not JSON. */
function serverError(status: 500 | 502 | 503 | 504): Response {
	if (status === 500) return Response.json({ message: '500: Internal Server Error', code: 0 }, { status });
	const words = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' }[status];
	return new Response(`<html><head><title>${status} ${words}</title></head></html>`, {
		status,
		headers: { 'content-type': 'text/html' },
	});
}
