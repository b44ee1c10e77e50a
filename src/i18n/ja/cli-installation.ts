import type { cliInstallation as english } from '../en/cli-installation.ts';
import { sharedWork } from './shared-work.ts';

export const cliInstallation: typeof english = {
	status: {
		about: 'このマシンで動いている Hantei の状態を表示します。モデルが使えなければ終了コードは 1 になります',
		json: '判定ページの返事を JSON で表示します',
		silent: (url) =>
			`${url} で応答する Hantei がありません。起動する（npm start）か、WEB_HOST と WEB_PORT を動いているものに合わせてください。`,
		notServing: (url) =>
			`${url} で応答しているのはこのバージョンの Hantei ではないか、使えるモデルがありません。理由はそのログにあります。`,
		anyPort:
			'WEB_PORT が 0（空いているポート）なので、問い合わせ先がわかりません。実際に使われているポートを指定してください。',
		running: ({ url, version, model, labels, queue, device, judged, shared }) => [
			`Hantei ${version} が ${url} で動いています`,
			`  モデル  ${model}（${labels.join('、')}）`,
			`  写真    起動から ${judged} 枚を判定、順番待ち ${queue.waiting} 枚（上限 ${queue.limit}）、ワーカー ${queue.workers}`,
			`  装置    ONNX Runtime（${device.providers.join('、')}）${device.absent.length > 0 ? `。${device.absent.join('、')} はここでは使えません` : ''}`,
			...(shared
				? [...sharedWork.processes(shared), ...sharedWork.queues(shared)].map((line) => `  共有    ${line}`)
				: []),
		],
	},
	worker: {
		about:
			'同じ HANTEI_REDIS_URL を使うボットの仕事を、止められるまで引き受けます。オプションがなければ、すべての種類を引き受けます',
		classify: '同時に判定する、チャットと判定ページの写真の枚数（0〜64）',
		train: '同時に行う学習の数',
		crawl: '同時に行う収集の数',
		ready: ({ embed, train, crawl }) =>
			`仕事を引き受けます。同時に行うのは写真 ${embed} 枚、学習 ${train} 件、収集 ${crawl} 件までです。Ctrl+C で止まります。`,
	},
	database: {
		about: 'ラベル、写真の記録、判断、設定のデータベース',
		copy: {
			about:
				'すべての行を別のデータベースへコピーし、1 行ずつ照合します。途中で止まったコピーは続きから始まります。先にボットを止めてください',
			to: 'postgres://user:password@host:5432/database、または SQLite ファイルのパス',
			progress: (done, total) => `${total} 行のうち ${done} 行をコピーし、照合しました`,
			done: (rows) =>
				`${rows} 行をコピーし、すべて照合しました。HANTEI_DATABASE_URL に指定すると、コピーしたデータベースが使われます。写真とモデルのファイルは元の場所のままです。`,
		},
	},
	storage: {
		about: '写真、モデル、バックボーンを、手元のフォルダーと S3 ストアの間で移します',
		copy: {
			about:
				'まだないものをすべてコピーします。先に Hantei を止めてください。途中で終わったら、もう一度実行すれば続きから始まります',
			to: '手元のフォルダーからコピーする先：s3://bucket/prefix',
			from: '手元のフォルダーへ戻すときのコピー元',
			oneOfBoth: '--to か --from のどちらか',
			progress: (step, done) =>
				`${{ photos: '写真', backbones: 'バックボーン', models: 'モデルのバージョン' }[step]}：${done}`,
			damaged: (key) => `壊れているため、コピーしませんでした：${key}`,
			done: ({ photos, photosThere, versions, backbones }) =>
				`写真 ${photos} 枚（ほかに ${photosThere} 枚はコピー済み）、モデルのバージョン ${versions} 個、バックボーン ${backbones} 個をコピーしました。`,
			set: (url) => `次は HANTEI_STORAGE_URL=${url} と指定して、Hantei を起動してください。`,
			unset: '次は HANTEI_STORAGE_URL を外して、Hantei を起動してください。',
		},
	},
};
