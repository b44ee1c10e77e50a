import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { sharp } from '../../src/image/libvips.ts';
import { drawPicture } from '../crawl/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { FakeExplainer, learnedPhotos } from './explaining.ts';
import { form, gate, picture, serve } from './serve.ts';

const temporaryFolder = temporaryFolders();
const MAX_BYTES = 50_000;

async function photo(name: string, seed = 9): Promise<File> {
	return new File([Uint8Array.from(await drawPicture(seed))], name, { type: 'image/jpeg' });
}

/** What a browser without JavaScript sends with the button that asks why. */
async function ask(url: string, body: FormData, language = 'en') {
	const headers = { Accept: 'text/html', 'Accept-Language': language };
	const response = await fetch(`${url}/?why`, { method: 'POST', headers, body });
	return { status: response.status, page: await response.text() };
}

/** The pictures in a page. */
function picturesIn(page: string): Buffer[] {
	return [...page.matchAll(/<img src="data:image\/jpeg;base64,([^"]+)"/g)].map(([, data]) =>
		Buffer.from(data, 'base64'),
	);
}

describe('“Why?” on the judge page', () => {
	it('is a second button of the form, which works without JavaScript', async () => {
		const { url } = await serve();
		const page = await (await fetch(`${url}/?lang=ja`)).text();
		expect(page).toMatch(
			/<button type="submit" [^>]*formaction="\/\?why&amp;lang=ja#results">判定して理由も見る</,
		);
	});

	it('shows below the answer what decided, and the learned photos most alike with author and licence', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const { url } = await serve({ ...learned, maxBytes: MAX_BYTES });
		const { status, page } = await ask(url, form(await photo('bird.jpg')));
		expect(status).toBe(200);
		expect(page).toContain('<h2><bdi>crow</bdi> <span class="percent">94 %</span></h2>');
		expect(page).toContain('crow 94 %. That is at least the 60 % it takes for an answer.');
		expect(page).toContain('With the strongest part covered, 94 % become 61 %.');
		expect(page).toContain('alt="The picture in grey, in orange what made it look like crow (94 %)."');
		expect(page).toContain('Most alike among the photos of crow it learned from:');
		expect(page).toMatch(
			/almost the same<\/span><br><a href="https:\/\/commons[^"]+" rel="noreferrer" target="_blank"><bdi>&lt;b&gt;A crow&lt;\/b&gt;<\/bdi><\/a> · <bdi>Kuro &amp; Co\.<\/bdi> · <a [^>]+><bdi>CC BY-SA 4\.0<\/bdi><\/a> · Wikimedia Commons/,
		);
		const [heat, nearest, ...others] = await Promise.all(
			picturesIn(page).map((jpeg) => sharp(jpeg).metadata()),
		);
		expect(heat).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
		expect(nearest).toMatchObject({ format: 'jpeg', width: 190 });
		expect(others).toEqual([]);
	});

	it('shows no photo of the host’s own, as chat does not', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const { url } = await serve({ ...learned, maxBytes: MAX_BYTES });
		const { page } = await ask(url, form(await photo('bird.jpg')));
		expect(page).toContain('1 more is the host’s or a member’s own and is not shown.');
		expect(page).not.toContain('/home/host');
	});

	it('speaks the language of its reader, labels’ names included', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const { prediction } = await learned.explainer.explain();
		learned.explainer.answer = async () => ({
			prediction: { ...prediction, names: { crow: { ja: 'カラス' } } },
		});
		const { url } = await serve({ ...learned, maxBytes: MAX_BYTES });
		const { page } = await ask(url, form(await photo('1.jpg')), 'ja');
		expect(page).toContain('カラス 94 %。答えるのに必要な 60 % 以上です。');
		expect(page).toContain('学習したカラスの写真のうち、よく似ているもの：');
		const [explanation = ''] = page.match(/<section class="explanation">.*<\/section>/s) ?? [];
		expect(explanation.replace(/<[^>]*>/g, '').includes('A crow')).toBe(true);
		expect(
			explanation
				.replace(/<[^>]*>/g, '')
				.replace('A crow', '')
				.includes('crow'),
		).toBe(false);
	});

	it('explains the first three pictures of a form, and judges the others', async () => {
		const explainer = new FakeExplainer();
		const { url, predictor } = await serve({ explainer, maxBytes: MAX_BYTES });
		const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
		const { page } = await ask(url, form(...(await Promise.all(names.map((name) => photo(name))))));
		expect([explainer.explained, predictor.judged.length]).toEqual([3, 1]);
		expect(page.match(/<section class="explanation">/g)).toHaveLength(3);
		expect(page).toContain('Only the first 3 pictures are explained at once.');
	});

	it('is busy while another request is explained with as much as fits, and judges pictures all the same', async () => {
		const began = gate();
		const release = gate();
		const explainer = new FakeExplainer();
		explainer.answer = async () => {
			began.open();
			await release.opened;
			return {};
		};
		const { url } = await serve({ explainer, maxBytes: MAX_BYTES });
		const large = Array.from({ length: 4 }, (_, index) =>
			picture(`${index}.jpg`, 'x'.repeat(MAX_BYTES - 100)),
		);
		const first = ask(url, form(...large));
		await began.opened;
		const second = await ask(url, form(...large));
		expect(second.status).toBe(503);
		expect(second.page).toContain('Could not be judged');
		const judged = await fetch(`${url}/api/classify`, { method: 'POST', body: large[0] });
		expect(judged.status).toBe(200);
		release.open();
		await first;
	});

	it('says why there is no explanation', async () => {
		const explainer = new FakeExplainer();
		explainer.answer = () => Promise.reject(new UserError('engine-busy', { waiting: 64 }));
		const { url } = await serve({ explainer, maxBytes: MAX_BYTES });
		const { status, page } = await ask(url, form(await photo('a.jpg')));
		expect(status).toBe(503);
		expect(page).toContain('<article class="result failed"');
	});
});
