import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/**
 * Sends calls as discord.js does, but forms with files as the bytes they are made of. discord.js leaves them to whichever
 * undici the process loaded first; ours, being of another version than its own, does not know Node's forms.
 */
export const sendFormsAsBytes: RESTOptions['makeRequest'] = async (url, init) => {
	if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
	const form = new Response(init.body);
	const headers = new Headers(init.headers as Record<string, string>);
	headers.set('content-type', form.headers.get('content-type') ?? '');
	return DefaultRestOptions.makeRequest(url, {
		...init,
		body: new Uint8Array(await form.arrayBuffer()),
		headers: Object.fromEntries(headers),
	});
};
