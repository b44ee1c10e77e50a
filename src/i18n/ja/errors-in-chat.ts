import type { errorsInChat as english } from '../en/errors-in-chat.ts';

export const errorsInChat: typeof english = {
	'too-few-labels': ({ labels }) =>
		`見分けるにはラベルが 2 つ以上必要ですが、${labels === 0 ? '1 つもありません' : '1 つしかありません'}。\`/learn\` で足りないものの名前を挙げてください。`,
	'no-model': () => 'ここにはまだモデルがありません。`/learn` で学習できます。',
	'fine-tuning-unsupported': ({ backbone }) =>
		`バックボーン ${backbone} はファインチューニングに対応していません（Hantei 付属のものは対応しています）。この Hantei の運営者に、付属のものへの切り替えを頼んでください。`,
	'model-not-found': ({ version, known }) =>
		`モデル ${version} はありません。${known.length > 0 ? `あるのは ${known.join('、')} です。` : '`/learn` で学習できます。'}`,
	'model-backbone-missing': ({ version, backbone }) =>
		`モデル ${version} はバックボーン ${backbone} で作られましたが、このマシンには入っていません。\`/retrain\` でモデルを作り直すか、運営者に元のバックボーンを入れ直すよう頼んでください。`,
	'network-range-needed': ({ path }) =>
		`${path} には、どの範囲の画素値で学習したかが書かれていません。範囲を間違えると、判定は当てになりません。分かる場合は「範囲」を指定してください。分からない場合は、そのラベルの写真を集めれば（\`/crawl\`）、そこから調べられます。`,
	'network-useless': ({ path }) =>
		`${path} のネットワークは動きますが、答えが数値でないか、どの画像でも同じため使えません。別のネットワークを選んでください。`,
	'crawler-contact-needed': () =>
		'ここではまだ写真を集められません。写真サービスは、集める人の連絡先を求めますが、この Hantei には設定されていません。運営者が設定に連絡先（メールアドレスか Web ページ）を書いて、起動し直す必要があります。',
	'source-not-available': ({ source, available }) =>
		`写真の取得元「${source}」はここでは使えません。使えるのは ${available.join('、')} です。`,
	'storage-full': () =>
		'ディスクがいっぱいで、保存できませんでした。これまでのデータはそのまま残っています。運営者が空きを増やしたら、もう一度試してください。',
	'storage-unreachable': () =>
		'いまは写真とモデルの保管先につながりません。読み込み済みのモデルでの判定は続きます。1 分ほどしてから、もう一度試してください。',
	'storage-empty': () =>
		'この Hantei の写真とモデルは、設定とは別の場所にあります。運営者が直す必要があります。',
	'storage-elsewhere': () =>
		'この Hantei の写真とモデルは、設定とは別の場所にあります。運営者が直す必要があります。',
	'package-missing': ({ setting }) =>
		`${setting} に必要なパッケージが入っていません。この Hantei の運営者に追加を頼んでください。`,
	'training-running': ({ process }) =>
		process === undefined
			? 'ここではすでに学習中です。終わるのを待つか、キャンセルしてください（進み具合の下のボタン、予定の学習なら `/schedule show`）。'
			: `別のプロセス（${process}）がすでに学習中です。終わるのを待ってください。`,
	'training-out-of-memory': ({ limitMb }) =>
		`学習に使えるメモリー（${limitMb} MB）が足りず、学習を終了しました。これまでのモデルはそのまま動いています。運営者が上限を増やしたら、もう一度学習してください。`,
	'export-unsupported': ({ version, format, what }) =>
		`${version} は ${format} にできません。${what}に当たるものがないためです。ONNX なら書き出せるので、その形式を選んでください。`,
	'no-labels': () => 'ここにはまだラベルがありません。先に `/labels add` で追加してください。',
	'no-schedule': () => 'ここにはまだ予定がありません。先に `/schedule set` で設定してください。',
	'timezone-unknown': ({ timezone }) =>
		`「${timezone}」というタイムゾーンはありません。候補（Asia/Tokyo、Europe/Berlin、UTC など）から選んでください。`,
};
