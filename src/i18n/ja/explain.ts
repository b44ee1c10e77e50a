import type { explain as english } from '../en/explain.ts';

export const explain: typeof english = {
	button: 'なぜ？',
	title: (name) => (name === null ? '**なぜ？**' : `**なぜ？ ${name}**`),
	sure: (label, confidence, threshold) =>
		`**${label}** ${confidence}。答えるのに必要な ${threshold} 以上です。`,
	unsure: (label, confidence, threshold) =>
		`はっきりしません。第 1 候補は **${label}** で ${confidence} ですが、答えるには ${threshold} が必要です。`,
	unknown: (label, likeness, needed) =>
		`どれでもないようです。最も近いのは **${label}** ですが、その写真との近さは ${likeness} しかなく、${needed} が必要です。`,
	runnerUp: (label, confidence) => `第 2 候補は ${label} で ${confidence} です。`,
	heat: {
		decides: (label, before, after) =>
			`オレンジ:${label} らしさの手がかり。最も強い部分を隠すと ${before} が ${after} になります。`,
		against: (label) => `青:${label} らしくないところ。`,
		nothing: '決め手になる部分は一つではありません。どこを隠しても答えは変わりません。',
		description: (label) => `元の写真を灰色にし、${label} らしさの手がかりをオレンジで示した画像。`,
	},
	nearest: {
		heading: (label) => `${label} の写真のうち、よく似ているもの:`,
		similarity: (percentage) => `近さ ${percentage}`,
		notHere: (photos) =>
			`よく似た写真のうち ${photos} 枚はモデルに付属するもので、ここには保存されていません。`,
		allNotHere: (label) =>
			`このモデルが学習した ${label} の写真はモデルに付属するもので、ここには保存されていないため表示できません。`,
		notShown: (photos) => `ほかに ${photos} 枚は公開ライセンスの写真ではないため表示しません。`,
		none: (label) => `このモデルには、比べるための ${label} の写真がありません。`,
	},
	cannotAttach: 'ここではファイルを添付できないため、画像はありません。',
	others: (pictures) => `メッセージにはほかに ${pictures} 枚の画像があります。説明するのは最初の 3 枚です。`,
};
