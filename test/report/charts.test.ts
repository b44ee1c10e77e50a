import { afterAll, describe, expect, test } from 'vitest';
import { sharp } from '../../src/image/libvips.ts';
import {
	renderCharts,
	renderConfusionMatrix,
	renderLearningCurve,
	renderOverview,
	renderTrainingCurve,
} from '../../src/report/charts.ts';
import { closeReports } from '../../src/report/renderer.ts';
import { evaluationOf } from './evaluations.ts';

afterAll(closeReports);

const LABELS = ['カラス', 'wild boar', 'ニホンザル'];

function sizesOf(pictures: readonly { readonly png: Uint8Array }[]) {
	return Promise.all(
		pictures.map(async ({ png }) => {
			const { format, width, height } = await sharp(png).metadata();
			return { format, width, height };
		}),
	);
}

describe('the pictures of an evaluation', () => {
	test('come with a description each, in the language asked for', async () => {
		const pictures = await renderCharts(evaluationOf(LABELS), { locale: 'ja' });
		expect(pictures.map(({ name }) => name)).toEqual([
			'confusion.png',
			'labels.png',
			'calibration.png',
			'risk-coverage.png',
		]);
		expect(pictures[0].description).toContain(
			'3 ラベルの混同行列。多い取り違え：wild boarをニホンザルと判定',
		);
		for (const { description } of pictures) expect(description).not.toBe('');
	});

	test('are as wide as chats show them, and no higher than a few screens', async () => {
		const pictures = await renderCharts(evaluationOf(LABELS), { locale: 'en' });
		for (const { format, width, height } of await sizesOf(pictures)) {
			expect(format).toBe('png');
			expect(width).toBe(1_200);
			expect(height).toBeLessThanOrEqual(1_500);
		}
	});

	test('are the same bytes for the same evaluation', async () => {
		const draw = () => renderCharts(evaluationOf(LABELS), { locale: 'en' });
		const first = await draw();
		await closeReports();
		expect(await draw()).toEqual(first);
	});

	test('show text, though no font is installed as far as they look', async () => {
		const inkOf = async (label: string) => {
			const [confusion] = await renderCharts(evaluationOf([label, 'b']), { locale: 'en' });
			const { channels } = await sharp(confusion.png).stats();
			return channels[0].mean;
		};
		expect(await inkOf('カラスカラスカラス')).not.toBeCloseTo(await inkOf('カ'), 3);
	});

	test('can be drawn of two labels and of fifty, whatever the labels are called', async () => {
		const names = ['고양이', '🐗', '<script>&"', 'x'.repeat(300), '乌鸦', 'кошка', '\u202eevil', 'a\nb'];
		const many = Array.from({ length: 50 }, (_, index) => `${names[index % names.length]} ${index}`);
		const [two, fifty] = await Promise.all(
			[names.slice(0, 2), many].map((labels) => renderCharts(evaluationOf(labels, 4), { locale: 'ja' })),
		);
		expect(two).toHaveLength(4);
		const [confusion, labels] = await sizesOf(fifty);
		// Every cell has room for its number; the bars of the best found are left out.
		expect(confusion.width).toBeGreaterThan(50 * 38 * 1.5);
		expect(labels.height).toBeLessThan(2_500);
	});

	test('leave out what there are no figures for', async () => {
		const { reliability: _, ...old } = evaluationOf(LABELS);
		const pictures = await renderCharts({ ...old, riskCoverage: [] }, { locale: 'en' });
		expect(pictures.map(({ name }) => name)).toEqual(['confusion.png', 'labels.png']);
		expect(await renderCharts(evaluationOf(LABELS, 0), { locale: 'en' })).toHaveLength(2);
	});
});

test('learning curves are a picture of their own', async () => {
	const points = [5, 10, 20].map((photos) => ({ photos, recall: photos / 25 }));
	const picture = await renderLearningCurve(
		{ labels: LABELS.map((label) => ({ label, points })) },
		{ locale: 'en' },
	);
	expect(picture).toMatchObject({ name: 'learning-curve.png', description: 'Learning curves of 3 labels.' });
	expect(await sizesOf([picture])).toMatchObject([{ format: 'png', width: 1_200 }]);
});

test("a network's training is a picture of its own", async () => {
	const epochs = [0.4, 0.6].map((accuracy) => ({
		loss: 1,
		accuracy,
		heldOutLoss: 1.1,
		heldOutAccuracy: accuracy,
	}));
	const picture = await renderTrainingCurve({ epochs }, { locale: 'en' });
	expect(picture).toMatchObject({
		name: 'training-curve.png',
		description: 'Accuracy and loss over 2 epochs; 60 % of the photos held out right in the end.',
	});
	expect(await sizesOf([picture])).toMatchObject([{ format: 'png', width: 1_200 }]);
});

describe('an evaluation at a glance', () => {
	test('is one picture of a shape that a chat shows whole, with all four descriptions', async () => {
		const picture = await renderOverview(evaluationOf(LABELS), { locale: 'en' });
		expect(picture.name).toBe('overview.png');
		// Discord fits a picture into 550 x 350.
		expect(await sizesOf([picture])).toEqual([{ format: 'png', width: 1_650, height: 1_050 }]);
		expect(picture.description).toMatch(/Confusion matrix.*Least found.*Reliability.*Risk-coverage/);
	});

	test('leaves out what there are no figures for, and can be drawn of any labels', async () => {
		const { reliability: _, ...old } = evaluationOf(LABELS);
		const two = await renderOverview({ ...old, riskCoverage: [] }, { locale: 'ja' });
		expect(await sizesOf([two])).toMatchObject([{ width: 1_650, height: 525 }]);
		const many = Array.from({ length: 40 }, (_, index) => `${'長い名前 '.repeat(6)}<&>${index}`);
		expect(await sizesOf([await renderOverview(evaluationOf(many), { locale: 'ja' })])).toMatchObject([
			{ width: 1_650, height: 1_050 },
		]);
	});

	test('says how a training went where there is a curve of it, in the same shape', async () => {
		const epoch = { loss: 1, accuracy: 0.4, heldOutLoss: 1.1, heldOutAccuracy: 0.6 };
		const picture = await renderOverview(evaluationOf(LABELS), { locale: 'ja', curve: { epochs: [epoch] } });
		expect(await sizesOf([picture])).toMatchObject([{ width: 1_650, height: 1_050 }]);
		expect(picture.description).toMatch(/混同行列.*再現率.*1 エポックの正解率と損失/);
	});

	test('goes with the confusion matrix, large', async () => {
		const picture = await renderConfusionMatrix(evaluationOf(LABELS), { locale: 'en' });
		expect(picture.name).toBe('confusion.png');
	});
});
