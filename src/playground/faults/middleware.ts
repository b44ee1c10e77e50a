import { setTimeout as wait } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { RestContext } from '../rest/context.ts';
import { rateLimited } from '../rest/rate-limited.ts';
import type { Fault, IncomingCall } from './faults.ts';
import type { FaultInjector } from './inject.ts';

/** Lets the faults that are drawn for a call befall it; handles it otherwise. */
export async function withFaults(
	injector: FaultInjector,
	context: RestContext,
	call: IncomingCall,
	handle: () => Promise<void>,
): Promise<void> {
	const faults = injector.draw(call);
	if (faults.length > 0) context.set('fault', faults.map(({ kind }) => kind).join(', '));
	for (const fault of faults) {
		const response = await befall(fault, context, call, handle);
		if (!response) continue;
		// Taken away first, or its headers would be merged into the fault's answer.
		context.res = undefined;
		context.res = response;
		return;
	}
	await handle();
}

async function befall(
	fault: Fault,
	context: RestContext,
	call: IncomingCall,
	handle: () => Promise<void>,
): Promise<Response | undefined> {
	switch (fault.kind) {
		case 'meanwhile':
			fault.act(call);
			return undefined;
		case 'slow':
			await wait(fault.delayMs);
			return undefined;
		case 'rate-limit':
			return rateLimited(fault.retryAfterMs, fault.scope ?? 'user');
		case 'error':
			return Response.json({ message: fault.message, code: fault.code }, { status: fault.status });
		case 'server-error': {
			if (fault.applied) await handle();
			return serverError(fault.status ?? 502);
		}
		case 'drop':
			if (fault.applied) await handle();
			context.env.incoming.socket.destroy();
			return RESPONSE_ALREADY_SENT;
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
