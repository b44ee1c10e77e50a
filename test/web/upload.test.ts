import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { FakePredictor } from './fake-predictor.ts';
import { form, picture, rawForm, rawMultipart, serve } from './serve.ts';

function post(url: string, body: FormData): Promise<Response> {
	return fetch(`${url}/api/classify`, { method: 'POST', body });
}

describe('the form of an upload', () => {
	const disposition = 'Content-Disposition: form-data; name="image"';

	it('keeps file names in any script, without their folders', async () => {
		const { url } = await serve();
		const response = await post(
			url,
			form(picture('猿.jpg'), picture('C:\\photos\\boar.jpg'), picture('../../x.jpg')),
		);
		expect(await response.json()).toMatchObject([
			{ file: '猿.jpg' },
			{ file: 'boar.jpg' },
			{ file: 'x.jpg' },
		]);
	});

	it('takes a part without a file name, and one whose name is encoded', async () => {
		const { url, predictor } = await serve();
		const init = rawForm([disposition, 'one'], [`${disposition}; filename*=utf-8''%E7%8C%BF.jpg`, 'two']);
		const response = await fetch(`${url}/api/classify`, init);
		expect(await response.json()).toMatchObject([{ file: null }, { file: '猿.jpg' }]);
		expect(predictor.judged.map((bytes) => new TextDecoder().decode(bytes))).toEqual(['one', 'two']);
	});

	it('ignores other fields', async () => {
		const { url } = await serve();
		const init = rawForm(
			['Content-Disposition: form-data; name="comment"', 'hello'],
			['Content-Disposition: form-data; name="file"; filename="b.jpg"', 'not me'],
			[`${disposition}; filename="a.jpg"`, 'me'],
		);
		const response = await fetch(`${url}/api/classify`, init);
		expect(await response.json()).toMatchObject({ file: 'a.jpg' });
	});

	it.each([
		['no body', { method: 'POST' }],
		['a form without a picture', { method: 'POST', body: form() }],
		['a form whose file input was left empty', rawForm([`${disposition}; filename=""`, ''])],
		['other fields only', rawForm(['Content-Disposition: form-data; name="file"; filename="b.jpg"', 'x'])],
	] satisfies [string, RequestInit][])('refuses %s', async (_case, init) => {
		const { url, predictor } = await serve();
		const response = await fetch(`${url}/api/classify`, init);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ file: null, error: { code: 'upload-empty' } });
		expect(predictor.judged).toEqual([]);
	});

	it('has the judge refuse an empty file by its name', async () => {
		const predictor = new FakePredictor(() => {
			throw new UserError('image-empty', {});
		});
		const { url } = await serve({ predictor });
		const response = await post(url, form(picture('empty.jpg', '')));
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ file: 'empty.jpg', error: { code: 'image-empty' } });
	});

	it.each([
		['cut short in a part', rawMultipart(`--boundary\r\n${disposition}; filename="a.jpg"\r\n\r\nabc`)],
		['cut short in the headers', rawMultipart(`--boundary\r\n${disposition}`)],
		['without its boundary', { ...rawMultipart('x'), headers: { 'Content-Type': 'multipart/form-data' } }],
		['with another boundary', rawMultipart('--other\r\n\r\nabc\r\n--other--')],
	] satisfies [string, RequestInit][])('refuses a form %s', async (_case, init) => {
		const { url, predictor, errors } = await serve();
		const response = await fetch(`${url}/api/classify`, init);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: { code: 'upload-malformed' } });
		expect(predictor.judged).toEqual([]);
		expect(errors).toEqual([]);
	});
});
