import type { cliDatabase as english } from '../en/cli-database.ts';

export const cliDatabase: typeof english = {
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
};
