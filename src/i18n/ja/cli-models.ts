import type { cliModels as english } from '../en/cli-models.ts';
import { byteSize } from '../format.ts';

/** What the commands about model versions say. */
export const cliModels = {
	models: {
		about: 'モデルのバージョンを一覧表示する',
		info: 'バージョンのラベルと評価を表示する',
		compare: '2 つのバージョンを、どちらも学習していない写真で比べる',
		export: 'バージョンを、クレジットとともに、またはほかのツール用のネットワークとして書き出す',
		version: 'v3、starter/v1 など（省略時は使用中のもの）',
		with: '比べる相手のバージョン（省略時は使用中のもの。使用中のものを指定したときは、その前のもの）',
		target:
			'書き出し先：フォルダー、.zip で終わる名前、または全体を 1 つのネットワークにする .onnx・.h5・.keras で終わる名前',
		format: 'onnx、h5、keras、tfjs、teachable-machine のどれか（省略時は名前の終わりから決める）',
		serves: '使用中',
		labels: (count, names) => `ラベル ${count} 個：${names.join('、')}`,
		photos: (learned, holdout, excluded) =>
			`学習に使った写真 ${learned} 枚、評価用に取り分けた写真 ${holdout} 枚、疑わしいため除いた写真 ${excluded} 枚`,
		fineTuned: (from, bytes) =>
			`ファインチューニング済み：${from} の最後の 2 ブロックも学習。${bytes === undefined ? '専用のバックボーンはもうありません' : `専用のバックボーンは ${byteSize(bytes)}`}`,
		isFineTuned: (model) => `${model} はファインチューニング済み（専用のバックボーン）`,
		written: (time) => `作成：${time}`,
		verdict: (sentence) => `比較：${sentence}`,
		same: (model) => `どちらも ${model} です。`,
		counts: ({ both, onlyFirst, onlySecond, neither }, first, second) =>
			`両方正解：${both} · ${first} だけ：${onlyFirst} · ${second} だけ：${onlySecond} · 両方不正解：${neither}`,
		noCommonLabel: (first, second) => `${first} と ${second} に共通するラベルがないため、比べられません。`,
		noCommonPhoto: (first, second) =>
			`${first} と ${second} の両方が学習せずに判定した写真がないため、写真ごとには比べられません。`,
		fewPairs: '写真が少なすぎるため、ラベルごとの比較はできません。',
		pairs: (photos) => `どちらも学習していない写真 ${photos} 枚での比較`,
		exported: (model, target) => `${model} を ${target} に書き出しました`,
	},
	import: {
		about: 'ほかで学習したネットワークをバージョンにする：Keras・Teachable Machine・ONNX・TensorFlow Lite',
		path: '.h5・.keras・.onnx・.tflite のファイル、model.json のあるフォルダー、またはそのどれかの zip',
		labels:
			'何を見分けるか。ネットワークの順番どおりにカンマ区切りで、または 1 行に 1 つ書いたテキストファイル',
		range:
			'学習したときの画素値の範囲：-1..1、0..1、0..255、imagenet（省略時はファイルかラベル付きの写真から調べる）',
		from: '集めた写真の代わりに評価に使う、ラベル付きの写真（photos/カラス/1.jpg …）',
		licence: '重みのライセンス（SPDX 表記）：MIT、CC-BY-4.0 など',
		promote: '比較の結果によらず、このモデルに切り替える',
		made: (model, file, labels) => `${model}：${file}（ラベル ${labels.length} 個：${labels.join('、')}）`,
		notMeasured:
			'ラベルの写真が足りないため、評価できませんでした。確信度はネットワークが出す値そのままです。',
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
