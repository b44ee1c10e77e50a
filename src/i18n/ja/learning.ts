import type { learning as english } from '../en/learning.ts';

export const learning: typeof english = {
	learn: {
		name: '学ぶ',
		description: '新しいものを名前で教えます。写真を集めて学習し、結果を見せます',
		options: {
			names: { name: '名前', description: '学ぶものをコンマ区切りで（例：バラ、チューリップ、ヒナギク）' },
			count: { name: '枚数', description: 'それぞれが持つべき写真の枚数。省略すると 100' },
		},
		form: {
			title: '新しいものを教える',
			names: '何を学びますか？',
			example: 'バラ、チューリップ、ヒナギク',
		},
		teach: '何かを教える',
		running: (names, step, steps) => `🎓 ${names}を**学習中** · ${steps} 段階中 ${step} 段階目`,
		names: '何のことかを確かめる',
		byWords: (name) => `${name}（言葉で検索）`,
		plan: (photos, sources) =>
			`-# 自由に使えるライセンスの写真をそれぞれ ${photos} 枚まで、${sources.join('、')}から集めます`,
		kept: (labels) => `-# ${labels}は、これからも運営者のモデルで見分けます`,
		lost: (labels) =>
			`-# ⚠️ ${labels}は、ここに写真がないため、終わるとここでは見分けられなくなります。残すには一緒に指定してください。`,
		wasLost: (labels) =>
			`-# ⚠️ ここでは見分けられなくなったもの：${labels}。戻すには \`/learn\` で教えるか、前のモデルに戻してください。`,
		which: (name, position, all) =>
			`🎓 **${name}とはどの生きものですか？**${all > 1 ? `（${position} / ${all}）` : ''}`,
		whichHint:
			'選ぶと、愛好家が確認したその生きものの観察記録から写真を集めます。どれでもなければ、言葉で検索します。',
		leave: '今はやめる',
		left: '写真は集めず、学習もしていません。名前は残っています。`/labels list` で確認でき、`/learn` で続けられます。',
		cancel: 'キャンセル',
		cancelled: (names, user, model) =>
			`⏹️ **${user === undefined ? '' : `${user}が`}**${names}**の学習をキャンセルしました。** 集めた写真は残ります。モデル ${model} が判定を続けます。`,
		interrupted: (names) =>
			`⏸️ ${names}**の学習を中断しました。** Hantei を停止するためで、次に起動したときに続けます。`,
		gaveUp:
			'⏹️ **学習を打ち切りました。** 何度も中断されたためです。集めた写真は残っています。`/learn` で続けられます。',
		failed: (names, reference) =>
			`❌ ${names}**の学習に失敗しました。** 集めた写真は残ります。詳しくは運営者のログ（参照番号 ${reference}）を見てください。`,
		refused: (names, reason) => `❌ ${names}**を学習できませんでした。** ${reason}`,
		tooFew: (names, needed) =>
			`⚠️ ${names}を学習するには**写真が足りません。** それぞれ、異なる写真が ${needed} 枚以上必要です。`,
		found: (name, photos, words) =>
			`${name} ${photos} 枚・検索した語：${words.map((word) => `「${word}」`).join('')}`,
		foundNothing: (found) =>
			`⚠️ 見つからず、学習していません：${found}。\`/labels edit\` で語を変えてもう一度 \`/learn\` するか、削除してください。`,
		drawnOnly: (labels) =>
			`-# この端末の写真元にあるのは、${labels.join('、')}の絵だけです。この中から 2 つ試してください：\`/learn\``,
		tryWords:
			'-# 写真が少ないときは、`/labels edit` で別名や検索語を加えてください（英語がよく見つかります）。そのあと続けられます。',
		again: '続ける',
		knows: (names) => `✅ ${names}を**覚えました。** 写真を投稿すると答えます。`,
		learnedOnly: (version, names) =>
			`🎓 ${version} は${names}を学習しました。残してあり、切り替えることができます。`,
		examples: '**見たことのない写真への答え**',
		says: (label, confidence) => `${label} ${confidence}`,
		wrong: (said, label) => `${said} ❌（正しくは${label}）`,
	},
};
