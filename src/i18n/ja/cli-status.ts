import type { cliStatus as english } from '../en/cli-status.ts';
import { sharedWork } from './shared-work.ts';

export const cliStatus: typeof english = {
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
};
