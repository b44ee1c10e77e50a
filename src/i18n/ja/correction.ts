import type { correction as english } from '../en/correction.ts';

export const correction: typeof english = {
	button: '違う？',
	which: 'どの答えが違いますか？',
	chooseWhich: '画像を番号で選択',
	answer: (number, label) => `${number}：${label ?? 'どれでもない'}`,
	ask: (label) =>
		label === null
			? 'どのラベルでもないと答えました。正しくは何ですか？'
			: `**${label}**と答えました。正しくは何ですか？`,
	choose: '正しくは…',
	none: 'どれでもない',
	counted: (label) =>
		`ありがとうございます。「${label === null ? 'どれでもない' : `**${label}**`}」として数えました。写真については何も保存しません。管理者に見えるのは、答えがどれだけ指摘されたかだけです。`,
	alreadyCounted: 'ありがとうございます。この答えについては、すでにあなたの指摘を数えています。',
	andTeach:
		'ありがとうございます。指摘として数えました。同意していただければ、この写真から学習することもできます。',
	contested: (labels) => `**違うと指摘された答え** ${labels.join(' · ')}`,
	contestedLabel: (label, count, of, share, most) =>
		`${label} ${of} 件中 ${count} 件（${share}${most === undefined ? '' : `、最多は「${most ?? 'どれでもない'}」`}）`,
	contestedMore: (model, share, before, shareBefore, info) =>
		`⚠️ ${model} の答えは、${before} のときより多く違うと指摘されています（${shareBefore} → ${share}）。内訳は ${info} で確認できます。`,
};
