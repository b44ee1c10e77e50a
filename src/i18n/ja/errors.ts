import type { ErrorMessages } from '../en/errors.ts';
import { byteSize, megapixels } from '../format.ts';
import { permissionName } from './bot.ts';
import { settings } from './settings.ts';

export const errors: ErrorMessages = {
	'image-empty': () => 'ファイルが空です。別の画像を試してください。',
	'image-too-many-bytes': ({ bytes, limit }) =>
		`ファイルが大きすぎます（${byteSize(bytes)}、上限 ${byteSize(limit)}）。小さくしてから試してください。`,
	'image-too-many-pixels': ({ width, height, limit }) =>
		`画素数が多すぎます（${width} × ${height}、上限 ${megapixels(limit)} 百万画素）。縮小してから試してください。`,
	'image-too-small': ({ width, height, limit }) =>
		`画像が小さすぎて判定できません（${width} × ${height}、各辺 ${limit} ピクセル以上が必要）。大きい画像を試してください。`,
	'image-unsupported': ({ format }) => `${format} 形式のようです。JPEG か PNG で試してください。`,
	'image-unknown': () =>
		'読み込める画像ではありません。JPEG・PNG・WebP・GIF・AVIF のどれかで試してください。',
	'image-damaged': ({ format }) =>
		`この ${format} ファイルは壊れているか途中で切れていて、読み込めません。元の画像をもう一度試してください。`,
	'image-too-slow': ({ limitMs }) =>
		`画像の読み込みに ${seconds(limitMs)} 以上かかったため中止しました。縮小するか JPEG にして試してください。`,
	'engine-busy': ({ waiting }) =>
		`ただいま混み合っています（${waiting} 枚が順番待ち）。数秒後にもう一度お試しください。`,
	'engine-timeout': ({ limitMs }) =>
		`判定に ${seconds(limitMs)} 以上かかったため中止しました。もう一度お試しください。`,
	'engine-crashed': () =>
		'判定していたワーカーが停止したため、新しいものに切り替えました。もう一度お試しください。',
	'engine-closed': () => 'Hantei は終了処理中です。1 分ほどしてからお試しください。',
	'file-not-found': ({ path }) => `${path} というファイルやフォルダーはありません。名前を確認してください。`,
	'file-unreadable': ({ path, reason }) =>
		`${path} を読み込めません：${reason}。アクセス権を確認してください。`,
	'file-unwritable': ({ path, reason }) =>
		`${path} に書き込めません：${reason}。フォルダーがあるか、書き込む権限があるか確認してください。`,
	'folder-empty': ({ path }) =>
		`${path} は空のフォルダーです。写真を入れるか、別のフォルダーを指定してください。`,
	'folder-without-pictures': ({ path }) =>
		`${path} には画像（.jpg・.png・.webp・.gif・.avif で終わるファイル）がありません。別のフォルダーかファイルを指定してください。`,
	'folder-without-photos': ({ path }) =>
		`${path} には、ラベルごとに分けた写真がありません。ラベルごとにサブフォルダーを作ってください：photos/crow/1.jpg …`,
	'too-few-labels': ({ labels }) =>
		`見分けるにはラベルが 2 つ以上必要ですが、${labels === 0 ? '1 つもありません' : '1 つしかありません'}。ラベルを追加するか（hantei labels add）、学習するフォルダーにラベルのフォルダーを足してください。`,
	'too-few-photos': ({ label, photos, limit }) =>
		`「${label}」に使える写真は ${photos} 枚です。${limit} 枚以上必要です。写真を足すか、ラベルを外してください。`,
	'no-known-label': ({ labels, known }) =>
		`モデルの知っているラベルがありません（${labels.join('、')}）。知っているのは ${known.join('、')} です。フォルダー名をそれに合わせてください。`,
	'no-model': ({ classifier }) =>
		`「${classifier}」のモデルがまだありません。学習してください：hantei train --from photos/`,
	'no-previous-model': ({ classifier }) => `「${classifier}」には、戻れる以前のモデルがありません。`,
	'model-not-found': ({ version, known }) =>
		`モデル ${version} はありません。${known.length > 0 ? `あるのは ${known.join('、')} です。` : '学習してください：hantei train --from photos/'}`,
	'model-damaged': ({ version, reason }) =>
		`モデル ${version} が壊れています（${reason}）。別のバージョンに戻すか、もう一度学習してください。`,
	'model-other-format': ({ version, isOlder }) =>
		isOlder
			? `モデル ${version} は古い Hantei で作られたため、この Hantei では読み込めません。もう一度学習してください。`
			: `モデル ${version} はより新しい Hantei で作られています。Hantei を更新するか、もう一度学習してください。`,
	'model-backbone-missing': ({ version, backbone }) =>
		`モデル ${version} はバックボーン ${backbone} で作られましたが、このマシンには入っていません。hantei retrain で使用中のバックボーンのモデルを作り直すか、元のバックボーンを入れ直して（hantei backbone download ${backbone}、hantei backbone import）Hantei を再起動してください。`,
	'backbone-not-installed': ({ id }) =>
		`バックボーン ${id} は入っていません。入っているものは hantei backbone list で確認できます。追加するには hantei backbone download か hantei backbone import を使います。`,
	'backbone-elsewhere': ({ id, setting }) =>
		`同じデータベースを使うマシンはすべて、新しいモデルをバックボーン ${id} で作りますが、このマシンには入っていません。ほかのマシンと同じ ${setting} を設定して取り寄せるか、ここにも入れるか（hantei backbone download、hantei backbone import）、ほかのマシンで別のものを選んでください（hantei backbone use）。`,
	'backbone-unusable': ({ id, reason }) =>
		`バックボーン ${id} はこのマシンでは使えません（${reason}）。何も変更していません。別のものを選ぶか（hantei backbone list）、入れ直してください。`,
	'backbone-set': ({ setting }) =>
		`HANTEI_BACKBONE に ${setting} が設定されていて、ここでの選択より優先されます。環境変数（.env）から外して Hantei を再起動してから、もう一度選んでください。`,
	'backbone-move-running': ({ to, process }) =>
		`すでにバックボーン ${to} への切り替えが進行中です${process ? `（プロセス ${process}）` : ''}。終わるのを待つか、そちらで中止してください。`,
	'backbone-not-found': ({ path }) =>
		`${path} にバックボーンがありません。HANTEI_BACKBONE を確認してください。`,
	'backbone-damaged': ({ path, reason }) =>
		`${path} のバックボーンが壊れています（${reason}）。Hantei に付属のものなら git restore models で取り直してください。それ以外はフォルダーを削除して入れ直してください。`,
	'safety-network-damaged': ({ path, reason }) =>
		`不適切な写真を除くためのネットワーク（${path}）が壊れているため（${reason}）、写真を集められません。git restore models で取り直してください。`,
	'conversion-unsupported': ({ format, what }) =>
		`この ${format} ネットワークは変換できません：${what} に対応していません。`,
	'export-unsupported': ({ version, format, what }) =>
		`${version} は ${format} では書き出せません：${what} に当たるものがありません。ONNX なら書き出せます：hantei models export ${version} model.onnx`,
	'network-damaged': ({ path, reason }) =>
		`${path} のネットワークは壊れています（${reason}）。もう一度書き出してください。`,
	'network-too-demanding': ({ path, limitSeconds, limitMb }) =>
		`${path} の読み込みに ${limitSeconds} 秒または ${limitMb} MB を超える時間やメモリーが必要になったため、中止しました。写真用のネットワークなら足りるはずです。もっと小さいものを選ぶか、もう一度書き出してください。`,
	'network-range-needed': ({ path }) =>
		`${path} には、どの範囲の画素値で学習したかが書かれていません。範囲を間違えると、判定は当てになりません。分かる場合は範囲（range）を指定してください（画素値を 255 で割って学習したなら 0..1）。分からない場合は、そのラベルの集めた写真か、写真のフォルダー（hantei import なら --from photos/、hantei predict なら --detect-range photos/）から調べられます。`,
	'network-labels-needed': ({ classes, given }) =>
		`このネットワークは ${classes} 種類を見分けますが、${given === undefined ? 'それが何かはファイルに書かれていません' : `指定されたラベルは ${given} 個です`}。ネットワークの順番どおりに、ラベル（labels）を 1 つずつ指定してください：crow,boar,…`,
	'network-unreachable': ({ path }) =>
		`${path} を Discord から取得できませんでした。もう一度添付してください。`,
	'network-too-large': ({ path, bytes, limit }) =>
		`${path} は写真を判定するネットワークとしては大きすぎます（${byteSize(bytes)}、上限 ${byteSize(limit)}）。もっと小さいものを選んでください。`,
	'network-not-found': ({ path }) =>
		`${path} にネットワークがないか、複数あります。.onnx・.tflite・.h5・.keras のファイル、model.json のあるフォルダー、Teachable Machine の書き出し、またはそのどれかの zip を指定してください。`,
	'network-useless': ({ path, why }) =>
		`${path} のネットワークは動きますが、バックボーンには使えません：${USELESS[why]}。--layer を確認するか、別のネットワークを選んでください。`,
	'fine-tuning-unsupported': ({ backbone }) =>
		`バックボーン ${backbone} はファインチューニングに対応していません（Hantei 付属のものは対応しています）。--fine-tune を付けずに学習するか、付属のものに切り替えてください：hantei backbone use bundled`,
	'training-diverged': ({ epoch }) =>
		`${epoch} エポック目で学習が発散しました（損失が数値でなくなりました）。何も変更していません。別のシード（--seed）で学習するか、写真に問題がないか確認してください。`,
	'network-classes': ({ classes, labels }) =>
		`ネットワークの出力は ${classes} 種類ですが、写真のラベルは ${labels.length} 個です（${labels.join('、')}）。最後の層のユニット数を合わせてください。`,
	'network-unknown': ({ network, known }) =>
		`ネットワーク「${network}」はありません。${known.join('、')} のどれか、または Keras の model.to_json() を保存したファイルを指定してください。`,
	'download-failed': ({ what, reason }) =>
		`${what} をダウンロードできませんでした（${reason}）。届いた分は残してあります。もう一度実行すると続きから再開します。`,
	'download-wrong': ({ what, why }) =>
		`${what} としてダウンロードしたものは、指定されたファイルではありません（${why === 'size' ? '大きさ' : 'SHA-256'} が違います）。破棄しました。後でもう一度試すか、手元のファイルを取り込んでください：hantei backbone import`,
	'download-running': ({ what, process }) =>
		`別のプロセス（${process}）がすでに ${what} をダウンロード中です。終わるのを待つか、止めてください。届いた分は残ります。`,
	'backbone-unknown': ({ id, known }) =>
		`ダウンロードできるバックボーンに ${id} はありません。あるのは ${known.join('、')} です。`,
	'bad-settings': ({ problems }) =>
		settings.wrong(
			problems.map(({ setting, value, expected }) =>
				settings.line(settings.nameOf(setting), setting, value, settings.expected(expected)),
			),
		),
	'option-needs': ({ option, needs }) =>
		`\`${option}\` はネットワークを一から学習するときの指定なので、\`${needs}\` も必要です。`,
	'options-exclude': ({ option, other }) =>
		`\`${option}\` と \`${other}\` は一緒に使えません。どちらかを外してください。`,
	'bad-option': ({ option, value, expected }) =>
		`${option} が「${value}」になっていますが、${expected}を指定してください。`,
	'port-taken': ({ port, setting }) =>
		`ポート ${port} は別のプログラムが使っています。そのプログラムを終了するか、${setting} で別のポートを指定してください。`,
	'address-unavailable': ({ address, reason }) =>
		`${address} では待ち受けられません（${reason}）。別のアドレスかポートを指定してください。`,
	'uploads-busy': ({ uploads }) =>
		`ほかに ${uploads} 件のアップロードを受け取っているところで、空きがありません。数秒待ってから、もう一度試してください。`,
	'upload-stalled': ({ seconds }) =>
		`アップロードが途中で止まりました（${seconds} 秒間データが届きませんでした）。もう一度送ってください。`,
	'upload-too-slow': ({ seconds }) =>
		`アップロードが ${seconds} 秒以内に終わりませんでした。画像を減らすか小さくして、もう一度送ってください。`,
	'upload-empty': ({ field }) =>
		`画像が届いていません。画像を選んでください（プログラムからは multipart の「${field}」フィールドか、本文にそのまま入れて送ります）。`,
	'upload-malformed': () => '送信データが途中で切れているか壊れています。もう一度送ってください。',
	'upload-too-many-bytes': ({ limit }) =>
		`一度に送れる大きさを超えています（合計 ${byteSize(limit)} まで）。数回に分けるか、小さくして送ってください。`,
	'upload-too-many-files': ({ limit }) =>
		`画像が多すぎます（一度に ${limit} 枚まで）。数回に分けて送ってください。`,
	'host-not-allowed': ({ host }) =>
		`「${host}」という名前では応答しません。起動時に表示されたアドレスで開いてください。`,
	'cross-site-request': () =>
		'別のサイトから送られたため受け付けませんでした。Hantei のページから操作してください。',
	'page-not-found': ({ path }) => `${path} には何もありません。`,
	'method-not-allowed': ({ method, allowed }) =>
		`ここでは ${method} は使えません。${allowed.join('、')} を使ってください。`,
	'image-gone': () => 'この画像は Discord にもう残っていません。もう一度投稿してください。',
	'image-unreachable': () =>
		'画像を Discord から取得できませんでした。1 分ほどしてからもう一度お試しください。',
	'message-without-image': () => 'このメッセージには判定できる画像がありません。',
	'message-gone': () => '画像のあるメッセージが削除されたか、見えなくなっています。',
	'server-only': () => 'これはサーバーの中でだけ使えます。ダイレクトメッセージでは使えません。',
	'manage-server-needed': () =>
		'「サーバー管理」権限を持つメンバーだけが使えます。サーバーの管理者に頼んでください。',
	'bot-permissions-needed': ({ channelId, permissions }) =>
		permissions.length > 0
			? `<#${channelId}> で必要な権限が足りません：${permissions.map((name) => permissionName(name)).join('、')}。管理者がチャンネルの設定で許可できます。`
			: `<#${channelId}> では Discord に操作を拒否されました。管理者がチャンネルの設定で権限を確認してください。`,
	'cooling-down': ({ seconds }) =>
		`短い時間に画像が続いたため、少しお休みします。${seconds} 秒ほど待ってからお願いします。`,
	'too-many-channels': ({ limit }) =>
		`個別に設定できるチャンネルは ${limit} 個までです。カテゴリー単位か、サーバー全体でオン・オフを切り替えてください。`,
	'component-outdated': () =>
		'このボタンは古いバージョンの Hantei のもので、もう使えません。コマンドをもう一度実行してください。',
	'discord-unavailable': () =>
		'いま Discord の調子がよくないようです。1 分ほどしてからもう一度お試しください。',
	'discord-token-invalid': () =>
		'Discord がボットのトークンを受け付けません。https://discord.com/developers/applications（アプリケーション › Bot › Reset Token）で新しいトークンを発行し、DISCORD_TOKEN に設定してください。',
	'shards-alone': ({ setting, shards, missing }) =>
		`${setting} が ${shards} になっています。残りのシャードを受け持つほかのプロセスと、状態を共有する必要があります。どのプロセスでも ${missing.join(' と ')} を設定するか、${setting} を auto にしてください。`,
	'discord-shards-too-few': ({ setting, count }) =>
		`ボットの参加しているサーバーが多く、${count} 個のシャードでは足りないと Discord が言っています。${setting} を auto にするか、すべてのプロセスでもっと大きな数にしてください。`,
	'not-a-folder': ({ setting, path }) =>
		`${settings.nameOf(setting)}（${setting}）に指定された ${path} はファイルです。フォルダーを指定するか、設定を外してください。`,
	'folder-unusable': ({ setting, path, reason }) =>
		`${path} に書き込めません（${reason}）。${setting} に書き込めるフォルダーを指定するか、このフォルダーの権限を変更してください。`,
	'not-a-file': ({ path }) =>
		`データベースの場所 ${path} にフォルダーがあります。別の場所に移してから、もう一度起動してください。`,
	'database-damaged': ({ path, backup }) =>
		`データベース ${path} が壊れているか、途中で切れています。${
			backup
				? `${backup} に前回の更新前のコピーがあります。${path}、${path}-wal、${path}-shm を別の場所に移し、コピーを ${path} に置いてから、もう一度起動してください。それ以降に追加されたものは含まれません。`
				: `保存してあるコピーを戻すか、${path}、${path}-wal、${path}-shm を別の場所に移して空のデータベースから始めてください。モデルと写真のファイルはデータベースの外にあります。`
		}`,
	'database-newer': ({ schema, known }) =>
		`このデータベースは新しいバージョンの Hantei が書いたものです（スキーマ ${schema}、このバージョンが扱えるのは ${known} まで）。壊さないよう停止しました。Hantei を更新してください。`,
	'data-in-use': ({ path, process }) =>
		`${path} ではすでに Hantei が動いています（プロセス ${process}）。そちらを止めるか、HANTEI_DATA に別のフォルダーを指定してください。`,
	'storage-full': () =>
		'ディスクがいっぱいで、保存できませんでした。これまでのデータはそのまま残っています。空きを増やしてから、もう一度試してください。',
	'package-missing': ({ setting, packages }) =>
		`${setting} に必要なパッケージが入っていません。次のコマンドで追加してください：npm install --omit=dev --save-prod ${packages.join(' ')}`,
	'tensorflow-unusable': ({ reason }) =>
		`この環境では Node 用の TensorFlow が動きません（${reason}）。npm で @tensorflow/tfjs-node（グラフィックカードがあれば @tensorflow/tfjs-node-gpu）をインストールしてください。どちらも TensorFlow 本体を Google から取得します。なくても、ONNX Runtime が同じネットワークを学習します。`,
	'storage-bucket-missing': ({ setting, bucket }) =>
		`S3 ストアにバケット ${bucket} がありません。作成するか、${setting} を直してください。`,
	'storage-keys-refused': ({ setting, url, reason }) =>
		`${setting} の S3 ストア（${url}）にアクセスキーを断られました（${reason}）。AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY を確かめてください。`,
	'storage-forbidden': ({ setting, url, reason }) =>
		`このアクセスキーには、${url} で必要な権限が足りません（${reason}）。一覧、取得、書き込み、削除を許可するか、${setting} に別の場所を指定してください。`,
	'storage-region-wrong': ({ setting, url, reason }) =>
		`${setting} のバケット（${url}）は別のリージョンにあります（${reason}）。AWS_REGION を、Amazon 以外のストアなら AWS_ENDPOINT_URL_S3 も指定してください。`,
	'storage-unreachable': ({ setting, url, reason }) =>
		`${setting} の S3 ストア（${url}）から応答がありません（${reason}）。起動するか、${setting} と AWS_ENDPOINT_URL_S3 を直してください。`,
	'storage-unconditional': ({ setting, url }) =>
		`${setting} の S3 ストア（${url}）は条件付き書き込み（If-None-Match）に対応していないため、複数のプロセスが互いの変更を消してしまいます。更新するか、別のストアを使ってください。`,
	'storage-empty': ({ setting, url }) =>
		`このインストールの写真とモデルは手元のフォルダーにあり、${url} には何もありません。先にコピーするか（hantei storage copy --to ${url}）、${setting} を外してください。`,
	'storage-differs': ({ path }) =>
		`${path} は両方にありますが、中身が違います（別々の Hantei が書き込んだためです）。何も置き換えていません。空の場所を選ぶか、不要なほうの ${path} を削除してから、もう一度コピーしてください。`,
	'storage-elsewhere': ({ setting, url }) =>
		`このインストールの写真とモデルは ${url} にあります。${setting}=${url} と指定するか、先に手元へ戻してください（hantei storage copy --from ${url}）。`,
	'redis-unreachable': ({ setting, address, reason }) =>
		`Redis サーバー ${address} に接続できません（${reason}）。起動するか、${setting} を直してください。`,
	'redis-refused': ({ setting, address, reason }) =>
		`Redis サーバー ${address} に接続を断られました（${reason}）。${setting} の名前、パスワード、データベース番号を確かめてください（例：redis://name:password@host:6379/0）。`,
	'queue-unreachable': () =>
		'仕事の一覧を預かっているサーバーに、いま接続できません。1 分ほどしてから、もう一度試してください。',
	'worker-needs-redis': ({ setting }) =>
		`ワーカーは Redis サーバーから仕事を受け取りますが、${setting} が指定されていません。ボットと同じサーバーを指定してください。`,
	'installation-differs': ({ redis, settings, processes }) =>
		`${redis} を共有するプロセスは、どれも同じデータベース、写真、モデル、バックボーンを使う必要がありますが、このプロセスだけ別のものを使っています。${settings.join(' と ')} をほかのプロセス${processes.length > 0 ? `（${processes.join('、')}）` : ''}と同じにしてください${processes.length > 0 ? '（引っ越したあとなら、先にそちらを止めてください）' : ''}。別の Hantei を動かすには、redis://127.0.0.1:6379/1 のように別の Redis データベースを指定してください。`,
	'installation-mixed': ({ rows, files }) =>
		`${rows} と ${files} が、それぞれ別の Hantei のデータを指しています。どちらかを直してください。`,
	'queue-differs': ({ redis, rows, process, here, there }) => {
		const others = `${rows} のデータベースは、別のプロセス（${process}）が使用中です`;
		const moved = 'そのプロセスをやめる場合は、先に止めてください。';
		if (!there && !here)
			return `${others}が、どちらも仕事を分け合う設定になっていません。両方の ${redis} に同じサーバーを指定してください。${moved}`;
		if (!there)
			return `${others}が、そちらには ${redis} がありません。ここと同じサーバーをそちらにも指定してください。${moved}`;
		return `${others}が、${here ? '別の Redis サーバーを通しています' : 'Redis サーバーを通しています。ここには指定がありません'}。${redis} をそちらと同じにしてください。${moved}`;
	},
	'redis-too-old': ({ setting, address, version, needed }) =>
		`Redis サーバー ${address} のバージョンは ${version} です。Hantei には ${needed} 以上が必要です。更新するか、${setting} に別のサーバーを指定してください。`,
	'postgres-unreachable': ({ setting, address, reason }) =>
		`PostgreSQL サーバー ${address} に接続できません（${reason}）。起動するか、${setting} を直してください。`,
	'postgres-refused': ({ setting, address, reason }) =>
		`PostgreSQL サーバー ${address} を使うことを断られました（${reason}）。${setting} の名前、パスワード、データベースを確かめてください（例：postgres://name:password@host:5432/database）。そのデータベースにテーブルを作る権限が必要で、文字コードは UTF8 でなければなりません。`,
	'postgres-too-old': ({ setting, address, version, needed }) =>
		`PostgreSQL サーバー ${address} のバージョンは ${version} です。Hantei には ${needed} 以上が必要です。更新するか、${setting} に別のサーバーを指定してください。`,
	'database-has-others': ({ address, table }) =>
		`データベース ${address} の「${table}」に、このインストールのものではない行か、コピーのあとで変わった行があります。何も上書きしていません。空のデータベースにコピーしてください。`,
	'disk-full': ({ free, needed }) =>
		`ディスクの空きが ${byteSize(free)} しかありません（${byteSize(needed)} 以上必要）。空きを増やしてから続けてください。`,
	'source-not-available': ({ source, available }) =>
		`写真の取得元「${source}」は使えません。名前が違うか、設定されていません（docs/ja/settings.md を参照）。使えるのは ${available.join('、')} です。`,
	'crawler-contact-needed': ({ contact }) =>
		`${contact ? `CRAWLER_CONTACT が「${contact}」になっています。` : ''}CRAWLER_CONTACT に、写真サービスから連絡できるメールアドレスか Web ページを設定してください。クローラーを動かす人全員に求められています。`,
	'label-name-invalid': ({ name, limit }) =>
		`「${name}」は名前に使えません。文字か数字を含む ${limit} 文字以内で、制御文字を含まない名前にしてください。`,
	'label-name-taken': ({ name, label }) =>
		`「${name}」はすでにラベル「${label}」の名前です。別の名前にするか、そのラベルを編集してください。`,
	'one-name-needed': () =>
		'別名、検索語、除外語は 1 つのラベルのものです。それらを付けずにまとめて追加するか、名前を 1 つずつ追加してください。',
	'label-not-found': ({ label }) => `ラベル「${label}」はありません。追加するか、名前を確認してください。`,
	'too-many-names': ({ limit }) =>
		`別名・検索語・除外語はそれぞれ ${limit} 個までです。いくつか減らしてください。`,
	'decision-not-found': ({ id }) => `判断 ${id} はありません。`,
	'decision-not-undoable': ({ id }) =>
		`判断 ${id} はもう取り消せません。すでに取り消したか、後の判断がその上にあるか、写真がもうありません。`,
	'target-exists': ({ path }) => `${path} はすでにあります。別の名前にするか、先に削除してください。`,
	'import-too-large': ({ photos, bytes }) =>
		`一度に取り込める量を超えています（上限 ${photos === undefined ? byteSize(bytes ?? 0) : `${photos} 枚`}）。分けて取り込んでください。`,
	'crawl-running': () => 'ここではすでに写真を収集しています。終わるのを待つか、キャンセルしてください。',
	'crawls-full': ({ waiting }) =>
		`ほかに ${waiting} 件の収集が順番を待っています。時間をおいて試してください。`,
	'training-running': ({ process }) =>
		process === undefined
			? 'ここではすでに学習中です。終わるのを待つか、止めてください。'
			: `別のプロセス（${process}）がすでに学習中です。終わるのを待つか、止めてください。`,
	'trainings-full': ({ waiting }) =>
		`ほかに ${waiting} 件の学習が順番を待っています。時間をおいて試してください。`,
	'training-crashed': ({ how }) =>
		`学習のプロセスが予期せず終了しました（${how}）。これまでのモデルはそのまま動いています。もう一度学習してください。ここまでの結果は残っています。`,
	'training-out-of-memory': ({ limitMb }) =>
		`学習に使えるメモリー（${limitMb} MB）が足りず、学習を終了しました。これまでのモデルはそのまま動いています。HANTEI_TRAINING_MEMORY_MB を増やしてから、もう一度学習してください。`,
	'learn-one-more': ({ labels }) =>
		`モデルが見分けるには 2 種類以上必要ですが、ここでは${labels.map((label) => `「${label}」`).join('、')}だけになります。「バラ、チューリップ」のように、もう 1 つ以上指定してください。`,
	'labels-not-ready': ({ labels, needed }) =>
		`学習には、異なる写真が ${needed} 枚以上あるラベルが 2 つ以上必要です。${labels
			.map(({ label, photos, missing }) => `「${label}」は ${photos} 枚で、あと ${missing} 枚`)
			.join('、')}です。写真を集めるか、ラベルを追加してください。`,
	'label-quota': ({ limit }) =>
		`この Hantei では、サーバーごとのラベルは ${limit} 個までです。先にどれかを削除するか、運営者に相談してください。`,
	'photo-quota': ({ limit, now, wanted }) =>
		`写真が ${wanted} 枚になりますが、この Hantei ではサーバーごとに ${limit} 枚までです（現在 ${now} 枚）。枚数を減らすか、不要な写真を削除するか、運営者に相談してください。`,
	'training-quota': ({ limit, hours }) =>
		`この Hantei では、サーバーごとの学習は 1 日 ${limit} 回までです。${hours} 時間後にもう一度お試しください。`,
	'host-only': () =>
		'これは、この Hantei の運営者だけが使えます。運営者の方は、ご自分の Discord のユーザー ID を `HANTEI_OWNERS` に書いて、起動し直してください。',
	'host-owner-needed': () =>
		'ダイレクトメッセージでは、この Hantei を運営者だけが使えます。サーバーでは「サーバー管理」権限のあるメンバーが使えます。',
	'photo-not-found': ({ photo }) =>
		`「${photo}」という写真はここにありません。最後に表示した見本の番号、ID（#123）、またはリンクを指定してください。`,
	'no-labels': () => 'ここにはまだラベルがありません。先に追加してください：hantei labels add カラス',
	'no-schedule': () => 'ここにはまだ予定がありません。先に設定してください：hantei schedule set',
	'cron-invalid': ({ expression, field, value }) =>
		`「${expression}」は cron 式として読めません（${field} の「${value}」）。分・時・日・月・曜日を空白で区切って書いてください。\`30 3 * * *\` は毎晩 3:30、\`0 4 * * mon\` は毎週月曜 4:00 です。`,
	'schedule-too-often': ({ hours }) =>
		`頻度が高すぎます。この Hantei では、学習の間隔を ${hours} 時間以上あけてください。`,
	'timezone-unknown': ({ timezone }) =>
		`「${timezone}」というタイムゾーンはありません。Asia/Tokyo、Europe/Berlin、UTC のように書いてください。`,
	'time-invalid': ({ time }) => `「${time}」は時刻として読めません。03:30 や 21:00 のように書いてください。`,
	'teaching-off': () =>
		'この Hantei では、メンバーによる写真の提供は運営者が有効にしていないため使えません。',
	'teaching-off-here': () =>
		'このサーバーでは、メンバーによる写真の提供は使えません。管理者が `/settings teach` で変更できます。',
	'teaching-limit': ({ limit }) => `1 日に提供できる写真は ${limit} 枚までです。続きは明日お願いします。`,
	unexpected: ({ reference }) =>
		`Hantei の内部で問題が起きました。詳細は参照番号 ${reference} でログに記録されています。`,
	cancelled: () => '中止しました。何も変更していません。',
};

function seconds(ms: number): string {
	return ms >= 1000 ? `${ms / 1000} 秒` : `${ms} ミリ秒`;
}

const USELESS = {
	'not-finite': '画像によっては数値でない結果を返します',
	constant: 'どの画像にも同じ結果を返します',
	random: '同じ画像でも毎回違う結果を返します',
	dimension: '出力される数値が少なすぎるか多すぎます',
};
