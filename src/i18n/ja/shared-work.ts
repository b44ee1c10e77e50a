import type { sharedWork as english } from '../en/shared-work.ts';

const WORK = { embed: '写真', crawl: '収集', train: '学習' } as const;

export const sharedWork: typeof english = {
	processes: ({ processes }) =>
		processes.map(({ role, process, takes, shards, leads }) =>
			role === 'bot'
				? `ボット ${process}${shards ? `、シャード ${shards}` : ''}${leads ? '、リーダー' : ''}`
				: `ワーカー ${process}：同時に写真 ${takes.embed} 枚、収集 ${takes.crawl} 件、学習 ${takes.train} 件`,
		),
	queues: ({ isConnected, queues }) =>
		isConnected
			? queues.map(
					({ work, waiting, underWay, lagMs }) =>
						`${WORK[work]}：待ち ${waiting} 件${waiting > 0 ? `（先頭は ${Math.ceil(lagMs / 1000)} 秒前から）` : ''}、進行中 ${underWay} 件`,
				)
			: ['Redis に接続できません。各プロセスが自分で行っています'],
};
