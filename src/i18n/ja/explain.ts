import type { explain as english } from '../en/explain.ts';

export const explain: typeof english = {
	button: 'なぜ？',
	asking: '調べています…',
	title: (number) => (number === null ? '**なぜ？**' : `**なぜ？（${number} 枚目）**`),
	sure: (label, confidence, threshold) => `${label} ${confidence}。答えるのに必要な ${threshold} 以上です。`,
	unsure: (label, confidence, threshold) =>
		`はっきりしません。第 1 候補は${label}（${confidence}）ですが、答えるには ${threshold} が必要です。`,
	unknown: (label, doubt) =>
		`最も近いのは${label}ですが、その写真とあまり似ていません。どれでもない確率は ${doubt} です。`,
	runnerUp: (label, confidence) => `第 2 候補は${label}（${confidence}）です。`,
	heat: {
		decides: (label, before, after) =>
			`オレンジ：${label}らしさの手がかり。最も強い部分を隠したときの確信度：${before} → ${after}。`,
		against: (label) => `青：${label}らしくないところ。`,
		nothing: '決め手になる部分は一つではありません。どこを隠しても答えは変わりません。',
		description: (label, confidence, hasNearest) =>
			`灰色にした写真に、${label}（${confidence}）らしさの手がかりをオレンジで示した画像。${hasNearest ? '下に似た学習写真。' : ''}`,
	},
	nearest: {
		heading: (label) => `学習した${label}の写真のうち、よく似ているもの：`,
		similarity: (credit, likeness) => `${credit} · ${likeness}`,
		likeness: {
			same: 'ほぼ同じ',
			very: 'とても似ている',
			alike: '似ている',
			somewhat: '少し似ている',
			hardly: 'あまり似ていない',
		},
		missing: (photos) =>
			`ほかに ${photos} 枚は、モデルに付属するものか後から除かれたもので、ここには保存されていません。`,
		allMissing: (label) =>
			`学習した${label}の写真は、モデルに付属するものか後から除かれたもののため、表示できません。`,
		withheld: (photos) => `ほかに ${photos} 枚は、運営者やメンバーの写真のため表示しません。`,
		none: (label) => `このモデルには、比べるための${label}の写真がありません。`,
	},
	cannotAttach: 'ここではファイルを添付できないため、画像はありません。',
	others: (pictures) => `メッセージにはほかに ${pictures} 枚の画像があります。説明するのは最初の 3 枚です。`,
};
