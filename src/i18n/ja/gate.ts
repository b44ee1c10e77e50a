import { percent } from '../format.ts';

/** What the gate says of a new model, and the health watch of one that serves. */
export const gate = {
	served: (model: string, why: string) => `${model} に切り替えました：${why}`,
	kept: (champion: string, why: string) => `${champion} のままにしました：${why}`,
	notServed: (model: string, why: string) => `${model} は使われません：${why}`,
	first: '比べるモデルがまだありません',
	nothingInCommon: (than: string) => `前に判定していた ${than} とはラベルが違うため、比べられません`,
	improved: (points: string, than: string, plusMinus: string) =>
		`${than} より ${points}良くなりました（±${plusMinus}）`,
	noWorse: (than: string, difference: string, plusMinus: string) =>
		`${than} に劣りません（${difference}、±${plusMinus}）`,
	knowsMore: (than: string, added: string) => `${than} にはない${added}が分かります`,
	worse: (model: string, points: string, plusMinus: string) =>
		`${model} は ${points}劣ります（±${plusMinus}）`,
	worseOnLabel: (model: string, points: string, label: string) => `${model} は${label}で ${points}劣ります`,
	unproven: (model: string, photos: number) =>
		`写真 ${photos} 枚では、${model} が同じくらい良いかどうか分かりません`,
	lowMacroF1: (model: string, value: number, limit: number) =>
		`${model} のマクロ F1 は ${value.toFixed(2)} で、${limit.toFixed(2)} に届きません`,
	lowRecall: (model: string, label: string, value: number, limit: number) =>
		`${model} が見分けられる${label}は ${percent(value, 'ja')} で、${percent(limit, 'ja')} に届きません`,
	badCalibration: (model: string, value: number, limit: number) =>
		`${model} の確信度は実際の正しさから ${points(value)}ずれています（許容は ${points(limit)}まで）`,
	lost: (model: string, labels: string) => `${model} は${labels}が分からなくなっています`,
	points,
	health: {
		refused: (model: string, serves: string) =>
			`${model} を読み込めないため、${serves} を使い続けます。もう一度学習するか、前のモデルに戻してください。`,
		rolledBack: (model: string, failed: string, why: string) => `${model} に戻しました：${failed} は${why}`,
		errors: '多くの写真で失敗しました',
		'not-a-number': '数値でない答えを出しました',
		slow: '写真 1 枚に 3 倍を超える時間がかかりました',
		unknowns: '前のモデルよりはるかに多くの写真を「不明」としました',
	},
};

function points(difference: number): string {
	const value = Math.abs(difference) * 100;
	return `${value >= 0.95 || value < 0.05 ? Math.round(value) : value.toFixed(1)} ポイント`;
}
