import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { FakePredictor, MODEL, prediction } from './fake-predictor.ts';
import { form, picture, rawForm, serve } from './serve.ts';

/** What a browser without JavaScript sends with the form, and the page it is shown. */
async function submit(url: string, body: FormData, language = 'en') {
	const headers = { Accept: 'text/html', 'Accept-Language': language };
	const response = await fetch(url, { method: 'POST', headers, body });
	return { status: response.status, page: await response.text() };
}

async function open(url: string, headers: Record<string, string> = {}) {
	const response = await fetch(url, { headers: { Accept: 'text/html', ...headers } });
	return { response, page: await response.text() };
}

describe('the judge page without JavaScript', () => {
	it('offers a form that takes several pictures, and one from the camera', async () => {
		const { url } = await serve({ maxBytes: 20_000_000 });
		const { response, page } = await open(url);
		expect(response.headers.get('Content-Type')).toBe('text/html; charset=UTF-8');
		expect(page).toContain('<html lang="en">');
		expect(page).toMatch(/<form [^>]*method="post" action="\/#results" enctype="multipart\/form-data"/);
		expect(page).toMatch(/<input type="file" name="image" accept="[^"]+" multiple>/);
		expect(page).toMatch(/<input type="file" name="image" accept="[^"]+" capture="environment">/);
		expect(page).toContain('Trained to tell monkey, boar and crow apart.');
		expect(page).toContain('up to 20 MB each');
		expect(page).toContain(`Model ${MODEL}`);
	});

	it('answers with the label, a bar for each label and the model version', async () => {
		const { url } = await serve();
		const { status, page } = await submit(url, form(picture('bird.jpg')));
		expect(status).toBe(200);
		expect(page).toContain('<article class="result sure" aria-label="crow, 94 %">');
		expect(page).toContain('<bdi>bird.jpg</bdi>');
		expect(page).toMatch(/<h2><bdi>crow<\/bdi> <span class="percent">94 %<\/span><\/h2>/);
		expect(page.match(/<rect width="(94\.0|3\.0)%"/g)).toHaveLength(3);
	});

	it('says none of these, and of which, when the picture is unknown', async () => {
		const { url } = await serve({ predictor: new FakePredictor(() => prediction('unknown')) });
		const { page } = await submit(url, form(picture('house.jpg')));
		expect(page).toContain('aria-label="None of these (monkey, boar, crow)"');
		expect(page).toContain('<h2>None of these</h2><p>monkey, boar, crow</p>');
	});

	it('says that it is not sure, and what comes closest', async () => {
		const { url } = await serve({ predictor: new FakePredictor(() => prediction('unsure', 0.48)) });
		const { page } = await submit(url, form(picture('blur.jpg')));
		expect(page).toContain('<h2>Not sure</h2><p>Closest: crow, 48 %</p>');
	});

	it('answers several pictures in the order sent, refused ones among them', async () => {
		const answers = [prediction('sure'), prediction('unknown')];
		const predictor = new FakePredictor(() => {
			const answer = answers.shift();
			if (answer) return answer;
			throw new UserError('image-unsupported', { format: 'HEIC' });
		});
		const { url } = await serve({ predictor });
		const { status, page } = await submit(url, form(picture('a.jpg'), picture('b.jpg'), picture('c.heic')));
		expect(status).toBe(200);
		const cards = [...page.matchAll(/<article class="result (\w+)"[^>]*>.*?<bdi>([^<]*)<\/bdi>/g)];
		expect(cards.map(([, state, file]) => `${file} ${state}`).slice(0, 3)).toEqual([
			'a.jpg sure',
			'b.jpg unknown',
			'c.heic failed',
		]);
		expect(page).toContain('This looks like HEIC; please use JPEG or PNG.');
	});

	it('calls labels as its reader does', async () => {
		const names = { crow: { ja: 'カラス' } };
		const predictor = new FakePredictor(() => ({ ...prediction('sure'), names }));
		const { status } = predictor;
		predictor.status = () => ({ ...status(), names });
		const { url } = await serve({ predictor, maxBytes: 20_000_000 });
		const { page } = await submit(url, form(picture('1.jpg')), 'ja');
		expect(page).toContain('<h2><bdi>カラス</bdi>');
		expect(page).toContain('monkey、boar、カラスを見分ける');
		expect((await submit(url, form(picture('1.jpg')), 'en')).page).toContain('<h2><bdi>crow</bdi>');
	});

	it('speaks Japanese throughout', async () => {
		const predictor = new FakePredictor(() => prediction('unknown'));
		const { url } = await serve({ predictor, maxBytes: 20_000_000 });
		const { page } = await submit(url, form(picture('猿.jpg')), 'ja');
		expect(page).toContain('<html lang="ja">');
		expect(page).toContain('何が写っていますか');
		expect(page).toContain('<bdi>猿.jpg</bdi>');
		expect(page).toContain('<h2>どれでもありません</h2><p>monkey、boar、crow</p>');
		expect(page).toContain(`モデル ${MODEL}`);
	});

	it('explains an empty form on the page, with the status of the error', async () => {
		const { url } = await serve();
		const { status, page } = await submit(url, form());
		expect(status).toBe(400);
		expect(page).toContain('No picture was sent.');
		expect(page).toContain('<form');
	});

	it('opens while there is no model', async () => {
		const predictor = new FakePredictor();
		predictor.status = () => {
			throw new UserError('no-model', { classifier: 'default' });
		};
		const { url } = await serve({ predictor });
		expect((await open(url)).response.status).toBe(200);
		const { status, page } = await submit(url, form(picture('a.jpg')));
		expect(status).toBe(503);
		expect(page).toContain('There is no model');
	});

	it('shows a person who is lost the page, and a program JSON', async () => {
		const { url } = await serve();
		const { response, page } = await open(`${url}/nowhere`);
		expect(response.status).toBe(404);
		expect(page).toContain('There is nothing at /nowhere.');
		const answer = await fetch(`${url}/nowhere`);
		expect(await answer.json()).toMatchObject({ error: { code: 'page-not-found' } });
	});

	it('escapes file names, labels and paths', async () => {
		const evil = '<script>alert("1")</script>&\'';
		const predictor = new FakePredictor(() => ({
			...prediction('sure'),
			ranking: [{ label: evil, confidence: 1 }],
		}));
		const { url } = await serve({ predictor });
		const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;';
		const init = rawForm([
			`Content-Disposition: form-data; name="image"; filename="<img src=x onerror=alert(1)>"`,
			'bytes',
		]);
		const answer = await (await fetch(url, init)).text();
		expect(answer).toContain(`<h2><bdi>${escaped}</bdi>`);
		expect(answer).toContain('<bdi>&lt;img src=x onerror=alert(1)&gt;</bdi>');
		const { page } = await open(`${url}/${encodeURIComponent(evil)}`);
		for (const text of [answer, page]) {
			expect(text).not.toContain('<img');
			expect(text).not.toContain('<script>');
		}
	});
});

describe('the language of the page', () => {
	it.each([
		['ja', 'ja'],
		['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
		['en-GB,en;q=0.9,ja;q=0.8', 'en'],
		['fr-FR,ja;q=0.5', 'ja'],
		['en;q=0.2,ja;q=0.9', 'ja'],
		['ja;q=0,en', 'en'],
		['jav', 'en'],
		['fr', 'en'],
		['*', 'en'],
	])('is chosen from Accept-Language: %s', async (header, locale) => {
		const { url } = await serve();
		const { page } = await open(url, { 'Accept-Language': header });
		expect(page).toContain(`<html lang="${locale}">`);
	});

	it('is remembered once it was chosen, over Accept-Language', async () => {
		const { url } = await serve();
		const { response, page } = await open(`${url}/?lang=ja`, { 'Accept-Language': 'en' });
		expect(page).toContain('<html lang="ja">');
		expect(page).toContain('<a href="/?lang=en" hreflang="en" lang="en">English</a>');
		const cookie = response.headers.get('Set-Cookie') ?? '';
		expect(cookie).toMatch(/^hantei-lang=ja; .*HttpOnly; SameSite=Lax/);
		const next = await open(url, { 'Accept-Language': 'en', Cookie: cookie.split(';', 1)[0] });
		expect(next.page).toContain('<html lang="ja">');
		expect(next.response.headers.get('Set-Cookie')).toBeNull();
	});

	it('stays with the form where cookies are refused', async () => {
		const { url } = await serve();
		expect((await open(`${url}/?lang=ja`)).page).toContain('action="/?lang=ja#results"');
	});

	it.each(['xx', '<script>', ''])('ignores lang=%s', async (lang) => {
		const { url } = await serve();
		const { response, page } = await open(`${url}/?lang=${encodeURIComponent(lang)}`);
		expect(page).toContain('<html lang="en">');
		expect(page).not.toContain('<script>');
		expect(response.headers.get('Set-Cookie')).toBeNull();
	});

	it('offers the same texts in both languages', async () => {
		const { url } = await serve();
		const [english, japanese] = [(await open(`${url}/?lang=en`)).page, (await open(`${url}/?lang=ja`)).page];
		const words = (page: string) =>
			page
				.replace(/<[^>]*>/g, '\n')
				.split('\n')
				.filter((line) => line.trim());
		const shared = words(english).filter((line) => words(japanese).includes(line));
		expect(shared).toEqual(['Hantei', 'English', '日本語']);
	});
});
