import type { cliRetrain as English } from '../en/cli-retrain.ts';
import { byteSize } from '../format.ts';

export const cliRetrain: typeof English = {
	about:
		'集めた写真でモデルを学習する。今のモデルに劣らないときだけ切り替える（切り替えなくても終了コードは 0）',
	crawl: '先に写真を収集する',
	label: 'このラベルの写真だけを収集する',
	count: '--crawl のときの、各ラベルの目標枚数（すでにある写真を含む）',
	force: '比較の結果にかかわらず切り替える。変更履歴に残る',
	fineTune:
		'バックボーンの最後のブロックも学習する（数秒ではなく数分かかる）。効果の出る条件は docs/training.md',
	fineTuned: (bytes) =>
		`ファインチューニング済み：バックボーンの最後の 2 ブロックも学習しました。専用のバックボーンは ${byteSize(bytes)} です。`,
	letGo:
		'新しいモデルが知らないラベルを見分けるのをやめる（指定しなければ、運営者のモデルが引き続き判定する）',
	keeps: (labels, model) =>
		`${labels.join('、')}：写真がないため、新しいモデルでは見分けられません。引き続き ${model} が判定します（やめるには --let-go）。`,
	forgets: (labels) =>
		`${labels.join('、')} は写真がないため、見分けられなくなります。Ctrl-C で中止できます。一緒に学習するには hantei learn を使ってください。`,
	stillAnswers: (labels, model) => `${labels.join('、')} は引き続き ${model} が判定します。`,
	forgotten: (labels) => `見分けられなくなったもの：${labels.join('、')}`,
	alike: (pairs) =>
		`独自のラベルと見分けにくいもの：${pairs.map(({ label, own }) => `${label}（独自のラベルは${own}）`).join('、')}。それらの写真には、多くの場合独自のラベルで答えます。別のものなら、それらの写真も集めてください。`,
	json: '結果を JSON で出力する',
	unchanged: (model) =>
		`前回の学習から何も変わっていないので、学習することはありません。今のモデルは ${model} のままです。`,
	forced: (model) => `--force が指定されたので、それでも ${model} に切り替えました。`,
	photos: (training, holdout, excluded, added) =>
		`学習に ${training} 枚、評価だけに ${holdout} 枚、疑わしいため除外 ${excluded} 枚（うち新しい写真 ${added} 枚）。`,
	flagged: (photos) => `疑わしい写真が ${photos} 枚あります：hantei dataset doctor`,
	leftOut: (label, photos, missing) =>
		`対象外：${label}は異なる写真が ${photos} 枚で、あと ${missing} 枚必要です。`,
};
