import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { FaultInjector } from '../faults/faults.ts';
import { withFaults } from '../faults/middleware.ts';
import { contentTypeOf, findAttachment, saltOf } from '../world/attachments.ts';
import type { World } from '../world/world.ts';

const GONE = 'This content is no longer available.';

/**
 * The host of files: attachments at signed addresses that expire, stickers at ones that do not. The media proxy
 * (`/media`) serves the same bytes; it does not resize or convert.
 */
export function createCdn(world: World, faults: FaultInjector): Hono<{ Bindings: HttpBindings }> {
	const attachment = (context: Context, proxied: boolean) => {
		const { pathname, searchParams } = new URL(context.req.url);
		const found = findAttachment(world, pathname);
		const bytes = found && world.files.get(found.id);
		const path = decodeURIComponent(pathname).replace(/^\/media\//, '/');
		if (!found || !bytes || !world.signer.verify(path, saltOf(found), searchParams)) {
			return context.text(GONE, 404);
		}
		if (proxied && !/^(image|video|audio)\//.test(found.contentType ?? '')) {
			return context.text('Unsupported Media Type', 415);
		}
		return context.body(bytes as Uint8Array<ArrayBuffer>, 200, {
			'content-type': found.contentType ?? 'application/octet-stream',
			'content-length': String(bytes.length),
			'content-disposition': `attachment; filename="${found.filename}"`,
			'cache-control': 'public, max-age=31536000',
		});
	};
	const sticker = (context: Context) => {
		const file = context.req.param('file') ?? '';
		const bytes = world.files.get(file.replace(/\.(png|gif|json)$/, ''));
		if (!bytes) return context.text(GONE, 404);
		return context.body(bytes as Uint8Array<ArrayBuffer>, 200, {
			'content-type': contentTypeOf(file) ?? 'application/octet-stream',
			'content-length': String(bytes.length),
		});
	};

	return new Hono<{ Bindings: HttpBindings }>()
		.use(async (context, next) => {
			const { method, path } = context.req;
			await withFaults(faults, context, { method, path, query: context.req.query(), body: undefined }, next);
		})
		.get('/attachments/:folder/:attachment/:filename', (context) => attachment(context, false))
		.get('/ephemeral-attachments/:folder/:attachment/:filename', (context) => attachment(context, false))
		.get('/media/:root/:folder/:attachment/:filename', (context) => attachment(context, true))
		.get('/stickers/:file', sticker)
		.get('/media/stickers/:file', sticker);
}
