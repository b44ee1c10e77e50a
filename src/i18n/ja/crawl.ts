import type { crawl as english } from '../en/crawl.ts';

export const crawl: typeof english = {
	sources: {
		inaturalist: 'iNaturalist',
		commons: 'ウィキメディア・コモンズ',
		openverse: 'Openverse',
		flickr: 'Flickr',
		folder: '手元のフォルダー',
		member: 'メンバー',
	},
	reasons: {
		licence: 'ライセンス',
		'too-small': '小さすぎる',
		'too-large': '大きすぎる',
		aspect: '細長すぎる',
		flat: '何も写っていない',
		placeholder: '代替画像',
		flagged: '取得元で報告済み',
		'opt-out': '作者が拒否',
		gone: '削除済み',
		host: '許可のないアドレス',
		unreadable: '読み込めない',
		'gave-up': '失敗が続いた',
		'author-cap': '同じ作者が多い',
		duplicate: '重複',
		removed: '以前に削除',
		malformed: '不正なデータ',
		sensitive: 'センシティブ指定',
		'evidence-only': '足跡や死骸',
		'not-a-photo': '写真ではない',
		'series-full': '同じ観察が多い',
		restricted: '他者の権利',
		'excluded-word': '除外語',
		'no-fitting-size': '適切なサイズがない',
	},
	quarantines: {
		'other-label': '別のラベルにもある',
		nsfw: '不適切な可能性',
		doubtful: 'ラベルが疑わしい',
		taught: 'メンバーの提供',
	},
	troubles: {
		down: (source, status) =>
			`${source} が応答しません${status === undefined ? '' : `（ステータス ${status}）`}。除外して続けます。`,
		throttled: (source, until) =>
			`${source} から ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC まで控えるよう求められました。除外して続けます。`,
		key: (source) => `${source} がキー（FLICKR_API_KEY）を受け付けません。除外して続けます。`,
		refused: (source, detail) =>
			`${source} が要求を拒否しました${detail ? `（${detail}）` : ''}。除外して続けます。`,
		unexpected: (source, detail) => `${source} の応答を理解できません（${detail}）。除外して続けます。`,
	},
};
