import type { main as english } from '../en/main.ts';

export const main: typeof english = {
	ready: (labels, model) => `Hantei 判定の準備ができました：${labels.join('・')}（${model}）`,
	judgePage: (url) => `  判定ページ     ${url}`,
	playground: (url) => `  プレイグラウンド  ${url}  Discord の代わり（このマシン専用）`,
	photoSource: (url, photos) =>
		`  写真の取得元    ${url}  写真サービスの代わり（${photos === 'drawn' ? '描いた写真' : '手元のフォルダー'}。インターネットは使いません）`,
	noToken: '  Discord のボットにするには DISCORD_TOKEN を設定してください（.env.example を参照）。',
	onDiscord: '  Discord にログインしています…',
	stop: '  Ctrl-C で終了します。',
};
