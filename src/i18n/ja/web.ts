import type { web as english } from '../en/web.ts';
import { byteSize, percent } from '../format.ts';

export const web: typeof english = {
	title: 'Hantei（判定）・何が写っていますか',
	languages: '言語',
	heading: '何が写っていますか',
	lead: (labels) => `${labels.join('、')}を見分けるように学習しています。`,
	drop: 'ここに画像をドロップ、または貼り付け',
	choose: '画像を選ぶ',
	photograph: '写真を撮る',
	submit: '判定する',
	submitWhy: '判定して理由も見る',
	formats: (maxBytes) => `JPEG・PNG・WebP・GIF・AVIF、1 枚 ${byteSize(maxBytes)} まで`,
	results: '判定結果',
	judging: '判定中…',
	sure: (label, confidence) => `${label}、${percent(confidence, 'ja')}`,
	unsure: 'はっきりしません',
	closest: (label, confidence) => `いちばん近いのは${label}（${percent(confidence, 'ja')}）`,
	unknown: 'どれでもありません',
	notThese: (labels) => labels.join('、'),
	ifItHadTo: 'しいて選ぶなら',
	notExplained: (pictures) =>
		`一度に説明するのは最初の ${pictures} 枚までです。理由を見るには、この画像だけを送ってください。`,
	failed: '判定できませんでした',
	tooLarge: (maxBytes) =>
		`ファイルが大きすぎます（上限 ${byteSize(maxBytes)}）。小さくしてから送ってください。`,
	unreachable: 'Hantei につながりません。動いていることを確認してから、もう一度送ってください。',
	modelVersion: (model) => `モデル ${model}`,
	privacy: '画像は Hantei が動いているコンピューターで判定し、すぐに忘れます。どこにも保存しません。',
};
