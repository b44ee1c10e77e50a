import type { cliModels as english } from '../en/cli-models.ts';

/** What the commands about model versions say. */
export const cliModels = {
	models: {
		about: 'モデルのバージョンを一覧表示する',
		classifier: '対象の分類器：default、またはサーバーの ID（一覧ではすべて）',
		info: 'バージョンのラベルと評価を表示する',
		compare: '2 つのバージョンを、どちらも学習していない写真で比べる',
		export: 'バージョンを、クレジットと ONNX ネットワークとともに書き出す',
		version: 'v3、starter/v1 など（省略時は使用中のもの）',
		with: '比べる相手のバージョン（省略時は使用中のもの）',
		target: '書き出し先：フォルダー、または .zip で終わる名前',
		serves: '使用中',
		labels: (count, names) => `ラベル ${count} 個：${names.join('、')}`,
		photos: (learned, holdout, excluded) =>
			`学習に使った写真 ${learned} 枚、評価用に取り分けた写真 ${holdout} 枚、疑わしいため除いた写真 ${excluded} 枚`,
		written: (time) => `作成：${time}`,
		verdict: (sentence) => `比較：${sentence}`,
		same: (model) => `どちらも ${model} です。`,
		counts: ({ both, onlyFirst, onlySecond, neither }, first, second) =>
			`両方正解：${both} · ${first} だけ：${onlyFirst} · ${second} だけ：${onlySecond} · 両方不正解：${neither}`,
		pairs: (photos) => `どちらも学習していない写真 ${photos} 枚での比較`,
		exported: (model, target) => `${model} を ${target} に書き出しました`,
	},
	promote: {
		about: '指定したバージョンのモデルに切り替える',
		version: 'v3、starter/v1 など',
		against: (sentence) =>
			`自動の比較では「${sentence}」となるところでした。手動の変更として変更履歴に記録しました。`,
	},
	rollback: {
		about: '前に使っていたモデルに戻す',
		done: (model, before) => `${before} の代わりに ${model} を再び使います。`,
	},
} satisfies typeof english;
