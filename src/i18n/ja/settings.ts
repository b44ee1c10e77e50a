import type { settings as english, names as englishNames } from '../en/settings.ts';

const names: Readonly<Record<keyof typeof englishNames, string>> = {
	DISCORD_TOKEN: 'ボットのトークン',
	HANTEI_OWNERS: '運営者のユーザー ID',
	HANTEI_SHARDS: 'このプロセスが受け持つシャード',
	HANTEI_MODELS: 'モデルのフォルダー',
	HANTEI_DATA: 'データのフォルダー',
	HANTEI_BACKBONE: 'バックボーン',
	HANTEI_LANGUAGE: '言語',
	HANTEI_WORKERS: '同時に判定する写真の枚数',
	HANTEI_EXECUTION_PROVIDERS: 'ネットワークを動かす装置',
	HANTEI_QUEUE: '順番を待てる写真の枚数',
	HANTEI_TIMEOUT_SECONDS: '写真 1 枚にかけてよい秒数',
	IMAGE_MAX_MB: '画像ファイルの大きさの上限（MB）',
	IMAGE_MAX_MEGAPIXELS: '画像の画素数の上限（100 万画素）',
	HANTEI_DATABASE_URL: '記録を保存するデータベースのアドレス',
	HANTEI_STORAGE_URL: '写真とモデルの保管先',
	HANTEI_STORAGE_CACHE_MB: '手元に置くコピーの容量',
	HANTEI_REDIS_URL: '共有する Redis サーバーのアドレス',
	CRAWLER_CONTACT: '写真の取得元に伝える連絡先',
	CRAWLER_SOURCES: '写真の取得元',
	CRAWLER_LICENCES: '採用する写真のライセンス',
	CRAWLER_FOLDER: '手元の写真のフォルダー',
	CRAWLER_STAND_IN: '取得元の代役のアドレス',
	CRAWLER_PER_AUTHOR: '1 人の作者から採用する枚数の上限',
	CRAWLER_NSFW_THRESHOLD: '写真を保留にする不適切さの度合い',
	FLICKR_API_KEY: 'Flickr のキー',
	HANTEI_TRAINING_MEMORY_MB: '学習が使ってよいメモリー（MB）',
	HANTEI_SCHEDULE_HOURS: '自動学習の間隔の下限（時間）',
	HANTEI_SCHEDULE_SPREAD_MINUTES: '自動学習の時刻をずらす幅（分）',
	HANTEI_KEEP_VERSIONS: '残すモデルのバージョンの数',
	HANTEI_KEEP_REMOVED_DAYS: '削除した写真を残す日数',
	HANTEI_KEEP_LEFT_DAYS: 'ボットを外したサーバーのデータを残す日数',
	HANTEI_TEACH: 'メンバーによる写真の提供',
	HANTEI_TEACH_PER_DAY: '1 人が 1 日に提供できる写真の枚数',
	HANTEI_GUILD_LABELS: 'サーバーが持てるラベルの数',
	HANTEI_GUILD_PHOTOS: 'サーバーが持てる写真の枚数',
	HANTEI_GUILD_TRAININGS: 'サーバーが 1 日に始められる学習の回数',
	WEB_HOST: '判定ページが待ち受けるアドレス',
	WEB_PORT: '判定ページのポート',
	PLAYGROUND_PORT: 'プレイグラウンドのポート',
	PHOTO_SOURCE_PORT: '取得元の代役のポート',
	PHOTO_SOURCE_FOLDER: '取得元の代役が出す写真のフォルダー',
	LOG_LEVEL: 'ログの詳しさ',
};

export const settings: typeof english = {
	nameOf: (setting) => new Map(Object.entries(names)).get(setting) ?? setting,
	wrong: (lines) =>
		`設定に誤りがあります。それぞれの意味は docs/ja/settings.md をご覧ください。\n${lines.map((line) => `  ${line}`).join('\n')}`,
	line: (name, setting, value, expected) =>
		`${name}（${setting}）が「${value}」になっています。${expected}を指定してください。`,
	expected: (expectation) => {
		switch (expectation.kind) {
			case 'whole':
				return `${number(expectation.least)}〜${number(expectation.most)} の整数`;
			case 'number':
				return `${expectation.least}〜${number(expectation.most)} の数`;
			case 'above':
				return `${expectation.above} より大きく ${number(expectation.most)} 以下の数`;
			case 'one-of':
				return `${expectation.choices.join('、')} のどれか`;
			case 'some-of':
				return `${expectation.choices.join('、')} のうち 1 つ以上（コンマ区切り）`;
			case 'user-ids':
				return 'Discord のユーザー ID（17〜20 桁の数字、コンマ区切り）';
			case 'address':
				return `${expectation.schemes.map((scheme) => `${scheme}://`).join('、')} のどれかで始まるアドレス`;
			case 'local-address':
				return 'http://127.0.0.1:8019 のような、このマシンのアドレス';
			case 'shards':
				return 'auto、または 0-3/16（16 個のうち 0〜3 番）のようなシャードの範囲';
			case 'ip-address':
				return '127.0.0.1 や、すべてを表す 0.0.0.0 のような、このマシンの IP アドレス';
		}
	},
};

function number(value: number): string {
	return value.toLocaleString('ja');
}
