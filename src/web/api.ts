import { Hono } from 'hono';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { packageVersion } from '../package-root.ts';
import { toJsonError, toJsonResult } from '../registry/json-result.ts';
import type { Predictor } from '../registry/predictor.ts';
import type { WebEnv } from './env.ts';
import { responseInit } from './http-status.ts';
import type { PredictRequest } from './predict-request.ts';

const DEFAULT_TOP = 3;
const MAX_TOP = 100;
const topSchema = z.coerce.number().int().min(1).max(MAX_TOP).default(DEFAULT_TOP);

/**
 * The routes for programs.
 *
 * `POST /api/classify[?top=K]` takes pictures as multipart fields named `image`, or the bytes of one as the body. It
 * answers the objects that `hantei predict --json` prints: for one picture its object, with the HTTP status of its
 * error if it has one; for several an array in the order sent, with status 200 even if some of them are errors.
 */
export function apiRoutes(
	{
		predictor,
		lookAtShared,
	}: { readonly predictor: Predictor; readonly lookAtShared?: () => Promise<object> },
	predictRequest: PredictRequest,
): Hono<WebEnv> {
	const routes = new Hono<WebEnv>();

	routes.post('/api/classify', async (context) => {
		const top = topOf(context.req.query('top'));
		const outcomes = await predictRequest(context.req.raw);
		const answers = outcomes.map((outcome) =>
			'error' in outcome
				? toJsonError(outcome.file, outcome.error, context.var.locale)
				: toJsonResult(outcome.file, outcome.prediction, top),
		);
		return context.json(answers.length === 1 ? answers[0] : answers, responseInit(outcomes));
	});

	routes.get('/api/status', async (context) =>
		context.json({
			version: packageVersion(),
			...predictor.status(),
			...(lookAtShared && { shared: await lookAtShared() }),
		}),
	);

	routes.get('/healthz', (context) => {
		predictor.status();
		return context.json({ status: 'ok' });
	});

	return routes;
}

function topOf(value: string | undefined): number {
	const parsed = topSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new UserError('bad-option', { option: 'top', value: value ?? '', expected: `1–${MAX_TOP}` });
}
