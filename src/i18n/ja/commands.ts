import type { commands as english } from '../en/commands.ts';
import { audit } from './audit.ts';
import { dataset } from './dataset.ts';
import { learning } from './learning.ts';
import { model } from './model.ts';
import { schedule } from './schedule.ts';
import { sharedWork } from './shared-work.ts';
import { teach } from './teach.ts';
import { training } from './training.ts';

export const commands: typeof english = {
	...dataset,
	...training,
	...learning,
	...schedule,
	...teach,
	...audit,
	...model,
	classify: {
		name: '判定',
		description: '画像に何が写っているかを判定します',
		options: {
			image: { name: '画像', description: '判定する画像（JPEG・PNG・WebP・GIF・AVIF）' },
			private: { name: '自分だけに表示', description: '結果を自分だけに表示します' },
		},
	},
	classifyMessage: { name: 'この画像を判定' },
	help: {
		name: 'ヘルプ',
		description: 'Hantei の使い方を表示します',
		text: (facts) =>
			[
				`**Hantei は写真に何が写っているかを判定します。** ${facts.labels}を見分けます。`,
				`- 写真を投稿${facts.seesPhotos ? 'すると' : 'するときにボットをメンションすると'}、写っているものと確信度を返信します。返信の下の **上位 3 件** で次の候補、**なぜ？** で判定の根拠を見られ、**違う？** で正しい答えを伝えられます。`,
				'- 写真に返信してボットをメンションすると、その写真を判定します。',
				`- ${facts.classify} で、選んだ画像を判定します。ダイレクトメッセージでも使えます。「自分だけに表示」を付けると、結果はあなたにしか見えません。`,
				'- メッセージを右クリック（長押し）› アプリ › **この画像を判定** で、そのメッセージの画像を判定します。結果はあなたにしか見えません。',
				...(facts.teach
					? [
							`- ${facts.teach} で学習用の写真を提供できます。提供した写真は ${facts.withdraw} ですべて取り消せます。`,
						]
					: []),
				`-# ${facts.privacy} · ${facts.status}`,
			].join('\n'),
		forAdmins: (facts) => [
			'**管理者向け**',
			`- ${facts.settings} でチャンネル、しきい値、返信方法、言語を選べます。`,
			`- 名前を挙げて ${facts.learn} と打つだけで、収集から学習までまとめて行います。1 つずつ行うには：`,
			`- 見分けたいものを ${facts.addLabel} で登録し、自由に使えるライセンスの写真を ${facts.crawl} で集めます。集まった写真は ${facts.dataset} で、疑わしい写真は ${facts.review} で確かめられます。`,
			`- ${facts.retrain} で集めた写真から学習し、${facts.schedule} で毎晩自動的に学習します。新しいモデルに切り替わるのは劣っていない場合だけです。評価は ${facts.model} で見られ、${facts.rollback} で前のモデルに戻せます。`,
			`- 誰が何を変更したかは ${facts.audit} でわかります。`,
		],
	},
	privacy: {
		name: 'プライバシー',
		description: '写真がどう扱われるかを表示します',
		summary: [
			'**写真の扱い**',
			'- 写真は Hantei が動いているコンピューターで判定し、すぐに忘れます。写真もメッセージも保存せず、誰にも渡しません。',
			'- 投稿されたものをモデルの学習に使うことはありません。例外は、保存する内容を読んで同意したうえで `/teach` で提供した写真だけです。',
			'- `/teach withdraw` で、提供したものをすべてすぐに削除できます。',
			'- 保存するのは、このサーバーの設定と、管理者が集めたもの（ラベル、自由に使えるライセンスの写真、モデル）です。',
		].join('\n'),
		details: '詳細',
		text: [
			'- 複数の写真への返信には、その小さな複製を表示します。複製があるのは Discord 上だけで、あなたがメッセージを削除すると、その返信も削除します。',
			'- `/teach`（運営者とサーバーの管理者が有効にしたときだけ使えます）で提供した写真は、そのサーバーでの学習のために、位置や日時を除いた小さな複製、ユーザー ID、そこでの表示名を保存します。見るのはそのサーバーの管理者と、管理者が学習用の写真を表示したチャンネルの人です。`/teach withdraw` ですべてすぐに削除できます。',
			'- 保存するのはこのサーバーの設定と学習の予定（サーバーから外されると削除します）と、管理者が写真を集めた場合は、そのラベル、自由に使えるライセンスの写真とその作者・出典、モデル、判断した管理者の ID です。これらは提供された写真も含めて、サーバーから外されてしばらくすると（運営者が変えなければ 30 日で）削除します。管理者が取り除いた写真も同じ期間の後に消去します。',
			'- **違う？** を押すと、答えたラベルとあなたが選んだラベルの組み合わせだけを数えます。写真については何も保存しません。数え済みであることは、ハッシュ値として 90 日間だけ記録します。',
			'- 二重に答えないため、また **上位 3 件** を表示するために、答えたメッセージとラベルをしばらくのあいだメモリーに置きます。停止中に届いたダイレクトメッセージに答えるため、そのチャンネルの ID を 1 日だけ保存します。',
			'- エラーの記録に残るのはメッセージ・チャンネル・サーバーの ID だけで、内容は残りません。',
		].join('\n'),
	},
	status: {
		name: '状態',
		description: 'モデル、順番待ち、動作状況を表示します',
		text: (facts) =>
			[
				`**モデル** ${facts.model}`,
				`**ラベル** ${facts.labels}`,
				`**順番待ち** ${facts.waiting} 枚、ワーカー ${facts.workers} 個、起動後に ${facts.judged} 枚を判定`,
				facts.training,
				`**起動** ${facts.started}`,
				`**メモリー** ${facts.memory}`,
				`**最後のエラー** ${facts.lastError ? `${facts.lastError.when}、参照番号 ${facts.lastError.reference}` : 'なし'}`,
				...(facts.seesPhotos
					? []
					: [
							'⚠️ Message Content Intent がオフのため、写真が見えるのはメンションされたとき、ダイレクトメッセージ、コマンドだけです。',
						]),
				...(facts.host
					? [
							`-# ${facts.host.guilds} サーバー · ${facts.host.shards.count > 1 ? `接続中のシャード ${facts.host.shards.connected}/${facts.host.shards.count} · ` : ''}${facts.host.latencyMs === null ? '' : `ゲートウェイ ${facts.host.latencyMs} ms · `}バックボーン ${facts.host.backbone} · ONNX Runtime（${facts.host.device}）${facts.host.lastError ? ` · ${facts.host.lastError}` : ''}`,
							...(facts.host.shared
								? [...sharedWork.processes(facts.host.shared), ...sharedWork.queues(facts.host.shared)].map(
										(line) => `-# ${line}`,
									)
								: []),
						]
					: []),
			].join('\n'),
	},
	settings: {
		name: '設定',
		description: 'このサーバーでの Hantei の動きを決めます',
		show: { name: '表示', description: 'すべての設定を表示し、よく使うものを変更します' },
		channel: {
			name: 'チャンネル',
			description: 'チャンネルの写真に答えるかどうかを決めます',
			options: {
				answer: { name: '返信', description: 'そこの写真に答えるかどうか' },
				channel: {
					name: 'チャンネル',
					description: 'チャンネル、スレッド、カテゴリー。省略するとサーバー全体',
				},
			},
			choices: { on: 'オン', off: 'オフ', follow: 'カテゴリーまたはサーバーに合わせる' },
		},
		threshold: {
			name: 'しきい値',
			description: 'ラベルを答えるのに必要な確信度を決めます',
			options: {
				percent: { name: 'パーセント', description: '1 から 99。省略するとモデルの推奨値' },
			},
		},
		style: {
			name: '返信方法',
			description: '写真への答え方を決めます',
			options: {
				style: { name: '返信方法', description: 'メッセージ、リアクション、または確かなときだけ' },
			},
		},
		language: {
			name: '言語',
			description: '写真に答えるときの言語を決めます',
			options: { language: { name: '言語', description: '言語' } },
		},
		log: {
			name: 'ログ',
			description: '問題や設定の変更を知らせるチャンネルを決めます',
			options: { channel: { name: 'チャンネル', description: 'チャンネル。省略すると知らせません' } },
		},
		teach: {
			name: '提供',
			description: 'メンバーが /teach で学習用の写真を提供できるかどうかを決めます',
			options: { members: { name: 'メンバー', description: '提供できるかどうか' } },
			choices: { on: 'オン', off: 'オフ' },
		},
		reset: { name: 'リセット', description: 'すべての設定を初期値に戻します' },
		styles: {
			reply: 'すべての写真に返信',
			reaction: 'リアクションだけ',
			sure: '確かなときだけ返信',
		},
		languages: { auto: 'サーバーの言語', en: 'English', ja: '日本語' },
		panel: {
			title: '**このサーバーの設定**',
			channels: 'チャンネル',
			threshold: 'しきい値',
			style: '返信方法',
			language: '言語',
			log: 'ログ',
			everywhere: 'すべてオン',
			nowhere: 'すべてオフ',
			on: (channels) => `${channels}はオン`,
			off: (channels) => `${channels}はオフ`,
			others: (channels) => `ほか ${channels} 個`,
			ageRestricted: '-# 年齢制限のあるチャンネルは、個別にオンにしたときだけ答えます。',
			modelThreshold: 'モデルの推奨値',
			teach: '写真の提供',
			teachOn: 'メンバーが学習用の写真を提供できます',
			teachOff: 'オフ',
			noLog: '知らせない',
			cannotAnswer: (channels) => `⚠️ ${channels}では権限が足りず、答えられません。`,
			more: (commands) => `-# その他：${commands}`,
			chooseStyle: '写真への答え方',
			chooseLanguage: '答えるときの言語',
			reset: 'リセット…',
		},
		welcome: {
			hello: (labels) =>
				`👋 **はじめまして、Hantei です。写真に何が写っているかを答えます。** 今は${labels}を見分けます。`,
			ask: '写真を投稿すると、写っているものと確信度を返信します。',
			teach: 'サーバーの管理者は、答え方をここで変えたり、名前を挙げて新しいものを教えたりできます：',
			small: (help, privacy) =>
				`-# 写真は判定したらすぐに忘れます。投稿されたものを保存したり、学習に使ったりすることはありません。${help} · ${privacy}`,
		},
		changed: (setting, value) => `**${setting}**：${value}`,
		confirmReset: 'このサーバーの設定をすべて初期値に戻しますか？',
		resetNow: 'リセットする',
		cancel: 'やめる',
		kept: '何も変更していません。',
		wasReset: 'すべての設定を初期値に戻しました。',
	},
};
