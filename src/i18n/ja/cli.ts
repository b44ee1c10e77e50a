import type { cli as english } from '../en/cli.ts';
import { exactPercent, percent } from '../format.ts';
import { cliBackbone } from './cli-backbone.ts';
import { cliDataset } from './cli-dataset.ts';
import { cliInstallation } from './cli-installation.ts';
import { cliLearn } from './cli-learn.ts';
import { cliModels } from './cli-models.ts';
import { cliNetwork } from './cli-network.ts';
import { cliRetrain } from './cli-retrain.ts';
import { cliSchedule } from './cli-schedule.ts';

export const cli: typeof english = {
	about: 'Hantei は写真に何が写っているかを判定し、教えたラベルを自分で学習します。',
	exitCodes:
		'終了コード：0 すべて完了、1 一部できなかった（判定できない写真、枚数に達しないラベルなど）、2 実行できなかった、130 中止した。',
	version: 'Hantei のバージョンを表示する',
	help: 'このヘルプを表示する',
	predict: {
		about: '写真に写っているものを判定し、ファイルごとにラベルと確信度を表示する',
		files: '写真、写真のフォルダー、または標準入力を表す -',
		top: '可能性の高い順に K 個のラベルを表示する（既定値：1、--json では 3）',
		model: '現在のモデルの代わりにこのバージョン（v3、starter/v1 など）で判定する',
		network: 'モデルの代わりに、このファイル（.h5、.keras）の Keras のネットワークで判定する',
		labels: 'ネットワークが見分けるラベル（ネットワークの順番どおりに、コンマで区切る）',
		range: 'ネットワークが期待する画素値：-1..1、0..1、0..255 のどれか',
		detectRange: '画素値の範囲を調べるための、ラベル付きの写真のフォルダー：photos/crow/1.jpg …',
		json: '1 行に 1 つの JSON オブジェクトで出力する',
		nothing: '写真を 1 枚以上指定してください：hantei predict photo.jpg',
	},
	train: {
		about: 'ラベルごとにサブフォルダーを分けた写真フォルダーから学習する',
		from: '写真のフォルダー：photos/crow/1.jpg …',
		seed: '写真の分割を決める値。同じ写真と同じ値なら同じモデルになる',
		promote:
			'このモデルに切り替える（--network では比較の結果によらず。それ以外では --no-promote がない限り常に）',
		noPromote: '現在のモデルを使い続ける',
	},
	classifier: {
		learns: 'ラベルと写真を加え、新しいモデルを使う分類器：default、またはサーバーの ID',
		gets: '新しいバージョンを追加する分類器：default、またはサーバーの ID',
		retrains: 'その写真から学習し、新しいバージョンを追加する分類器：default、またはサーバーの ID',
		evaluated: 'モデルを評価する分類器：default、またはサーバーの ID',
		listed: 'この分類器のバージョンだけを表示する：default、またはサーバーの ID（省略時はすべて）',
		versions: 'バージョンの属する分類器：default、またはサーバーの ID',
		serves: 'モデルを切り替える分類器：default、またはサーバーの ID',
		labels: 'ラベルの属する分類器：default、またはサーバーの ID',
		crawls: '写真を集める分類器：default、またはサーバーの ID',
		photos: '写真の属する分類器：default、またはサーバーの ID',
		scheduled: '自動学習を予定する分類器：default、またはサーバーの ID',
	},
	evaluate: {
		about: 'モデルの良さを示す。学習時の評価、またはラベル付きの写真との比較',
		from: '比較する写真のフォルダー：photos/crow/1.jpg …',
		strangers: 'どのラベルでもない写真のフォルダー。半分がそうした写真のときに、確信度が当てになるかを示す',
		mixture: (photos, calibrationError) =>
			`半分はどのラベルでもない写真（計 ${photos} 枚）：較正誤差 ${calibrationError.toFixed(3)}`,
		sure: (answers, right, strangers) =>
			`90 % 以上の答え ${answers} 件のうち、正解 ${exactPercent(right)}、どのラベルでもない写真 ${exactPercent(strangers)}`,
		report: 'グラフ付きのレポートをこのフォルダーに書き出す',
		reported: (folder, files) => `${folder}：${files.join('、')}`,
	},
	backbone: cliBackbone,
	network: cliNetwork,
	frame: {
		usage: '使い方：',
		arguments: '引数：',
		options: 'オプション：',
		commands: 'コマンド：',
		anyOptions: '[オプション]',
		anyCommand: '[コマンド]',
		withDefault: (description, value) => `${description}（既定値：${value}）`,
		didYouMean: (names) => `もしかして：${names.join('、')}`,
		mistakes: {
			unknownCommand: (name) =>
				`「${name}」というコマンドはありません。一覧は hantei --help で確認できます。`,
			unknownOption: (name) =>
				`「${name}」というオプションはここにはありません。一覧は --help で確認できます。`,
			missingArgument: (name) => `<${name}> を指定してください。説明は --help で確認できます。`,
			missingValue: (option) => `${option} の値を指定してください。`,
			missingOption: (option) => `${option} を指定してください。説明は --help で確認できます。`,
			conflict: (option, other) => `${option} と ${other} は同時に使えません。どちらかにしてください。`,
			tooMany: (expected, given) =>
				`引数が多すぎます（${given} 個）。ここでは${expected === 0 ? '引数を取りません' : ` ${expected} 個までです`}。`,
		},
	},
	...cliDataset,
	...cliSchedule,
	...cliInstallation,
	...cliModels,
	unknown: (labels) => `${labels.join('・')}のどれでもない`,
	besides: (answer, more) => `${answer}（${more}）`,
	ifItHadTo: (labels) => `しいて選ぶなら ${labels}`,
	unsure: (label) => `自信なし（${label}？）`,
	device: {
		absent: ({ absent, providers }) =>
			`${absent.join('、')} はここでは使えません（ONNX Runtime が対応していないか、ドライバーやライブラリーがありません）。${providers.join('、')} で動かします。`,
	},
	retrain: cliRetrain,
	learn: cliLearn,
	steps: {
		read: 'ネットワークの読み込み',
		crawl: '写真の収集',
		embed: '写真の読み込み',
		group: '関連する写真のまとめ',
		clean: '間違ったラベルの検査',
		fit: '学習',
		learn: 'ネットワークの学習',
		tune: '最後のブロックのファインチューニング',
		evaluate: '評価',
		decide: '判断',
		publish: 'モデルの保存',
	},
	report: {
		outOfFold: (folds) => `${folds} 分割交差検証：どの写真も、それを学習に使っていないモデルで判定`,
		accuracy: (photos, { value, low, high }) =>
			`正解率 ${exactPercent(value)}（${photos} 枚、95 % 信頼区間 ${exactPercent(low)}〜${exactPercent(high)}）`,
		scores: (macroF1, logLoss, brier, calibrationError) =>
			`マクロ F1 ${macroF1.toFixed(3)} ・ 対数損失 ${logLoss.toFixed(3)} ・ Brier ${brier.toFixed(3)} ・ 較正誤差 ${calibrationError.toFixed(3)}`,
		label: 'ラベル',
		photos: '枚数',
		precision: '適合率',
		recall: '再現率',
		f1: 'F1',
		suspects: '疑わしい',
		confusion: '混同行列（行：付けられたラベル、列：判定されたラベル）',
		suspectNote: (suspects, photos) =>
			`${photos} 枚中 ${suspects} 枚は 80 % 以上の確信度で別のラベルと判定されました。ラベルが間違っているかもしれませんし、モデルの間違いかもしれません。写真を見て確かめてください。上の数値では誤りに数えられています。`,
		trainedOn: (seen, photos) =>
			`このモデルは ${photos} 枚中 ${seen} 枚を学習に使っています。その分、数値は実力より良く出ます。`,
		unseen: '学習に使っていない写真だけでは：',
		unknownLabels: (labels) =>
			`モデルが知らないラベルのため除外：${labels.map(({ label, photos }) => `${label}（${photos} 枚）`).join('、')}`,
		refused: (count) => `使えなかったファイル ${count} 件：`,
		duplicates: (count) => `まったく同じ写真 ${count} 枚を除外しました。`,
		conflicting: (files) => `同じ写真が複数のラベルにあるため除外：${files.join('、')}`,
		written: (model, folder) => `${model} を ${folder} に書き出しました`,
		serving: (model) => `これから ${model} で判定します。`,
		notServing: (model) => `現在のモデルを使い続けます。切り替えるには：hantei promote ${model}`,
	},
	list: {
		model: 'モデル',
		serves: '使用中',
		accuracy: '正解率',
		labels: 'ラベル',
		damaged: '破損',
		otherFormat: '別のバージョンの Hantei で作成',
		percent: (fraction) => percent(fraction, 'ja'),
	},
};
