import type { cliWorker as english } from '../en/cli-worker.ts';

export const cliWorker: typeof english = {
	worker: {
		about:
			'同じ HANTEI_REDIS_URL を使うボットの仕事を、止められるまで引き受けます。オプションがなければ、すべての種類を引き受けます',
		classify: '同時に判定する、チャットと判定ページの写真の枚数（0〜64）',
		train: '同時に行う学習の数',
		crawl: '同時に行う収集の数',
		ready: ({ embed, train, crawl }) =>
			`仕事を引き受けます。同時に行うのは写真 ${embed} 枚、学習 ${train} 件、収集 ${crawl} 件までです。Ctrl+C で止まります。`,
	},
};
