import type { cliLearn as English } from '../en/cli-learn.ts';

export const cliLearn: typeof English = {
	about:
		'名前を挙げて新しいものを学習する（ラベルの追加、写真の収集、学習）。今のモデルに劣らないときだけ切り替わる',
	names: '学習するもの（バラ チューリップ、または "バラ、チューリップ"）',
	count: 'それぞれが持つべき写真の枚数（すでにあるものを含む）',
	plan: (names, photos, sources) =>
		`${names.join('、')}を学習します。自由に使えるライセンスの写真をそれぞれ ${photos} 枚まで、${sources.join('、')}から集めます。`,
	lost: (labels) =>
		`カタログに写真がないため、終わると見分けられなくなります：${labels.join('、')}。残すには一緒に指定してください。`,
	stays: (labels) =>
		`写真がないため、引き続き運営者のモデルが判定します：${labels.join('、')}。一緒に学習するには指定してください。`,
	isTaxon: (name, taxon, id) => `  ${name}：iNaturalist の ${taxon}（分類群 ${id}）`,
	byWords: (name) => `  ${name}：言葉で検索します`,
	which: (name) => `${name}とはどの生きものですか？`,
	choose: (most) => `1～${most}、どれでもなければ Enter：`,
	leftOpen: (name) =>
		`  ${name}は複数の生きものが考えられるため、言葉で検索します。選ぶには：hantei labels edit ${name} --taxon 番号`,
	foundNothing: (name, words) =>
		`見つからず、学習していません：${name}（検索した語：${words.map((word) => `「${word}」`).join('')}）。語を変えるには hantei labels edit ${name}、削除するには hantei labels remove ${name}。`,
	examples: '見たことのない写真への答え：',
	example: (label, confidence, credit) => `  ${label} ${confidence} · ${credit}`,
	wrong: (label, confidence, right, credit) => `  ${label} ${confidence}（正しくは${right}） · ${credit}`,
	cancelled: 'キャンセルしました。追加した名前と集めた写真は残ります。同じコマンドで続けられます。',
};
