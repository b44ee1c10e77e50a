import type { AuditFacts, audit as english } from '../en/audit.ts';

export const audit: typeof english = {
	audit: {
		name: '変更履歴',
		description: 'ここで誰がいつ何を変更したかを表示します',
		options: {
			by: { name: 'メンバー', description: 'このメンバーによる変更だけ' },
			action: { name: '種類', description: 'この種類の変更だけ' },
			before: { name: 'より前', description: 'この日より前の変更だけ（例：2026-11-24）' },
		},
		title: '**変更履歴**（新しい順）',
		none: 'ここではまだ何も変更されていません。',
		noneSuch: '当てはまる変更はありません。',
		older: '以前の変更',
		latest: '最新の変更',
		more: (lines) => `…ほか ${lines} 件`,
		line: (when, who, what) => `${when} ${who}：${what}`,
		cli: '運営者（コマンドライン）',
		schedule: '自動学習',
		health: '動作監視',
		actions: {
			'model-import': 'モデル：取り込み',
			retrain: '学習',
			'retrain-cancel': '学習：キャンセル',
			promote: 'モデルの切り替え',
			'force-promote': '比較の結果に反する切り替え',
			'roll-back': 'ロールバック',
			'auto-roll-back': '動作監視によるロールバック',
			'schedule-set': '自動学習：設定',
			'schedule-pause': '自動学習：一時停止',
			'schedule-resume': '自動学習：再開',
			'schedule-run': '自動学習：すぐに実行',
			setting: '設定',
			'label-add': 'ラベル：追加',
			'label-edit': 'ラベル：変更',
			'label-remove': 'ラベル：削除',
			crawl: '収集',
			'crawl-cancel': '収集：キャンセル',
			'photos-import': '写真：取り込み',
			'photos-keep': '写真：確認',
			'photos-remove': '写真：削除',
			'photos-relabel': '写真：別のラベルへ移動',
			undo: '取り消し',
			teach: '写真の提供',
			'teach-withdraw': '写真の提供：取り消し',
			fork: '専用のラベルと写真',
			'doctor-exclude': 'データセット診断による除外',
		},
		did: {
			retrain: ({ wanted }) =>
				typeof wanted === 'number' ? `各ラベル ${wanted} 枚まで集めてから学習` : '学習を開始',
			'model-import': ({ version, file }) => `${text(file)} から **${text(version)}** を取り込み`,
			'retrain-cancel': () => '学習をキャンセル',
			promote: ({ version }) => `**${text(version)}** に切り替え`,
			'force-promote': ({ version }) => `比較の結果に反して **${text(version)}** に切り替え`,
			'roll-back': ({ version, before }) => `${text(before)}から **${text(version)}** に戻した`,
			'auto-roll-back': ({ version, failed }) => `${text(failed)}から **${text(version)}** に戻した`,
			'schedule-set': ({ cron, timezone }) =>
				typeof cron === 'string' ? `自動学習を ${cron}（${text(timezone)}）に設定` : '自動学習を設定',
			'schedule-pause': () => '自動学習を一時停止',
			'schedule-resume': () => '自動学習を再開',
			'schedule-run': () => '自動学習をすぐに実行',
			setting: ({ setting, value }) => `${text(setting)} を「${text(value)}」に設定`,
			'label-add': ({ label }) => `ラベル**${text(label)}**を追加`,
			'label-edit': ({ label, before, taxon }) => {
				if (typeof taxon === 'string') return `**${text(label)}**を *${taxon}* とした`;
				return typeof before === 'string' && before !== label
					? `ラベル **${before}** の名前を**${text(label)}**に変更`
					: `ラベル**${text(label)}**を変更`;
			},
			'label-remove': ({ label, photos }) => `ラベル**${text(label)}**と写真 ${text(photos)} 枚を削除`,
			crawl: ({ labels, wanted }) =>
				`${typeof labels === 'string' ? labels : 'すべてのラベル'}の写真を各 ${text(wanted)} 枚まで収集`,
			'crawl-cancel': () => '収集をキャンセル',
			'photos-import': ({ photos }) => `写真 ${text(photos)} 枚を取り込み`,
			'photos-keep': ({ photos }) => `写真 ${text(photos)} 枚を確認`,
			'photos-remove': ({ photos }) => `写真 ${text(photos)} 枚を削除`,
			'photos-relabel': ({ photos, label }) => `写真 ${text(photos)} 枚を**${text(label)}**に移動`,
			undo: ({ photos }) => `写真 ${text(photos)} 枚についての判断を取り消し`,
			teach: ({ label }) => `**${text(label)}**の写真を提供`,
			'teach-withdraw': ({ photos }) =>
				typeof photos === 'number' ? `提供した写真 ${photos} 枚を取り消し` : '提供した写真を取り消し',
			fork: ({ labels, photos }) =>
				labels === 0
					? 'このサーバー専用のラベルと写真を用意'
					: `運営者のラベル ${text(labels)} 個と写真 ${text(photos)} 枚を写し、このサーバー専用にした`,
			'doctor-exclude': ({ photos }) => `疑わしい写真 ${text(photos)} 枚を学習から除外`,
		},
		settingsReset: 'すべての設定を初期値に戻した',
		channel: (channel, isOn) =>
			isOn === null ? `${channel}はサーバーに合わせる` : `${channel}は${isOn ? 'オン' : 'オフ'}`,
	},
};

function text(fact: AuditFacts[string]): string {
	return String(fact ?? '?');
}
