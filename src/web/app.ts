import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import { isUserError, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Explainer } from '../registry/explain.ts';
import { toJsonError } from '../registry/json-result.ts';
import type { Predictor } from '../registry/predictor.ts';
import { apiRoutes } from './api.ts';
import { assetRoutes, loadAssets } from './assets.ts';
import type { WebEnv } from './env.ts';
import { guard } from './guard.ts';
import { responseInit } from './http-status.ts';
import { chooseLanguage } from './language.ts';
import { createPredictRequest } from './predict-request.ts';
import { asRefusal, type UploadResult } from './predict-uploads.ts';
import { securityHeaders } from './security-headers.ts';
import type { CurrentModel } from './view/current-model.ts';
import { renderPage, WHY } from './view/page.ts';
import { createExplain } from './why.ts';

export interface AppOptions {
	readonly predictor: Predictor;
	/** Explains what the predictor says. */
	readonly explainer: Explainer;
	/** Where the photos lie that it learned from. */
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	/** What several processes do together, for those who run them; plain JSON. */
	readonly lookAtShared?: () => Promise<object>;
	/** Address the server listens on. */
	readonly host: string;
	/** Largest picture accepted. */
	readonly maxBytes: number;
	/** Milliseconds without a byte after which an upload is given up. */
	readonly idleMs?: number;
	/** Milliseconds after which it is given up in any case. */
	readonly totalMs?: number;
	readonly logger: Logger;
}

/** The page at `/`, which is also where its form goes, its assets, and the API. */
export function createApp(options: AppOptions): Hono<WebEnv> {
	const { predictor, host, maxBytes, logger } = options;
	const assets = loadAssets();
	const predictRequest = createPredictRequest(options);
	const explainRequest = createPredictRequest({ ...options, explain: createExplain(options) });
	const app = new Hono<WebEnv>();

	app.use(securityHeaders());
	app.use(async (context, next) => {
		context.set('locale', chooseLanguage(context));
		await next();
		context.header('Vary', 'Accept-Language, Cookie');
		if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
	});
	app.use(guard(host));
	app.use(
		methodNotAllowed({
			app,
			onMethodNotAllowed(context, allowed) {
				context.header('Allow', allowed.join(', '));
				return refuse(context, new UserError('method-not-allowed', { method: context.req.method, allowed }));
			},
		}),
	);

	app.get('/', (context) => page(context));
	app.post('/', async (context) => {
		const asksWhy = context.req.query(WHY) !== undefined;
		return page(context, await (asksWhy ? explainRequest : predictRequest)(context.req.raw));
	});
	app.route('/', apiRoutes(options, predictRequest));
	app.route('/', assetRoutes(assets));

	app.notFound((context) => refuse(context, new UserError('page-not-found', { path: context.req.path })));
	app.onError((error, context) => refuse(context, asRefusal(error, logger)));

	/** People are answered with the page, programs in JSON, and a stranger's browser learns nothing of our model. */
	function refuse(context: Context<WebEnv>, error: UserError) {
		const outcomes = [{ file: null, error }];
		const isStranger = isUserError(error, 'host-not-allowed', 'cross-site-request');
		const wantsPage = context.req.header('accept')?.includes('text/html') && !isStranger;
		if (wantsPage) return page(context, outcomes);
		return context.json(toJsonError(null, error, context.var.locale), responseInit(outcomes));
	}

	function page(context: Context<WebEnv>, outcomes: readonly UploadResult[] = []) {
		const html = renderPage({
			assets,
			locale: context.var.locale,
			isLanguageInUrl: context.req.query('lang') !== undefined,
			asksWhy: context.req.query(WHY) !== undefined,
			serving: servingOf(predictor),
			maxBytes,
			outcomes,
		});
		return context.html(html, responseInit(outcomes));
	}

	return app;
}

/** What the page says of the model; where nothing serves, the page still opens, and says so of each picture. */
function servingOf(predictor: Predictor): CurrentModel | undefined {
	try {
		return predictor.status();
	} catch {
		return undefined;
	}
}
