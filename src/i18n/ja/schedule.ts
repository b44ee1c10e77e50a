import type { schedule as english } from '../en/schedule.ts';

const DAYS = { sun: '日曜', mon: '月曜', tue: '火曜', wed: '水曜', thu: '木曜', fri: '金曜', sat: '土曜' };

export const schedule: typeof english = {
	schedule: {
		name: '予定',
		description: 'Hantei が自動で学習する時刻を決めます',
		show: { name: '表示', description: '予定、次回の時刻、前回の結果を表示します' },
		set: {
			name: '設定',
			description: '自動学習を設定します。何も指定しなければ毎晩 3:00 です',
			options: {
				time: { name: '時刻', description: '時刻（例：03:30）' },
				day: { name: '曜日', description: '毎日、または曜日' },
				fineTune: {
					name: 'ファインチューニング',
					description: '各ラベルに写真が 100 枚あれば試します。False なら試しません',
				},
				cron: { name: 'cron', description: '時刻と曜日の代わりに cron 式（分 時 日 月 曜日）で指定します' },
				timezone: { name: 'タイムゾーン', description: 'どの地域の時刻か（例：Asia/Tokyo）' },
				crawl: { name: '収集', description: '先に写真を集めます。ラベルごとの枚数。0 なら集めません' },
				channel: { name: 'チャンネル', description: '結果を知らせるチャンネル。省略するとログのチャンネル' },
				quiet: { name: '静かに', description: '新しく学ぶものがなければ知らせません' },
			},
		},
		pause: { name: '一時停止', description: '再開するまで自動学習を止めます' },
		resume: { name: '再開', description: '予定どおりの学習を再開します' },
		run: { name: '実行', description: '予定の学習を今すぐ始めます' },
		everyDay: '毎日',
		days: DAYS,
		daily: (time, timezone) => `毎日 ${time}（${timezone}）`,
		weekly: (day, time, timezone) => `毎週${DAYS[day]} ${time}（${timezone}）`,
		byCron: (cron, timezone) => `\`${cron}\`（${timezone}）`,
		title: (when) => `🗓️ **自動学習** ${when}`,
		isSet: (when) => `🗓️ 自動学習を設定しました：**${when}**`,
		isPaused: '⏸️ 一時停止中です。自動では学習しません。',
		isRunning: '🎓 予定の学習が進行中です。',
		cancel: '学習をキャンセル',
		cancelling: (model) => `⏹️ 学習を止めています。モデル ${model} が判定を続けます。`,
		none: (set) =>
			`ここには予定がありません。モデルが変わるのは、誰かが学習を始めたときだけです。${set} で設定できます。`,
		next: (times) => `**次回** ${times.join('、')}`,
		spread: (minutes) => `-# 時刻はサーバーごとにずらしています。ここでは ${minutes} 分遅れます。`,
		collects: (wanted) => `**写真** 先に集めます（ラベルごとに ${wanted} 枚まで）`,
		fineTunes: (photos) =>
			`**ファインチューニング** 各ラベルに学習用の写真が ${photos} 枚あれば試し、良くなったときだけ使います`,
		fineTunesNever: '**ファインチューニング** 試しません',
		collectsNone: '**写真** 今あるものだけを使います',
		report: (channel, isQuiet) =>
			`**結果** ${channel === undefined ? 'どこにも知らせません。チャンネルを選んでください' : `${channel}で知らせます`}${isQuiet ? '（新しく学ぶものがないときを除く）' : ''}`,
		logChannel: 'ログのチャンネル',
		last: (when, result) => `**前回** ${when}：${result}`,
		results: {
			promoted: (version) => `${version} を学習し、切り替えました`,
			kept: (version) => `${version} を学習しましたが、切り替えませんでした`,
			unchanged: () => '新しく学ぶものはありませんでした',
			failed: (reason) =>
				reason === '' ? '失敗しました。理由は運営者のログにあります' : `失敗しました。${reason}`,
			cancelled: () => 'キャンセルされました',
		},
		paused: '⏸️ 一時停止しました。今のモデルが判定を続けます。進行中の学習は最後まで行います。',
		resumed: (next) => `▶️ 再開しました。次回：${next}`,
		started: (channel, show) =>
			`🎓 学習を始めました。結果は ${channel === undefined ? `${show} で確かめられます` : `${channel}で知らせます`}。`,
		timezone: (name, time) => `${name}（${time}）`,
		log: {
			set: (user, when) => `${user}が自動学習を設定しました：${when}`,
			paused: (user) => `${user}が自動学習を一時停止しました。`,
			resumed: (user) => `${user}が自動学習を再開しました。`,
			ran: (user) => `${user}が予定の学習を今すぐ始めました。`,
		},
		told: {
			planned: '🌙 **予定の学習**',
			late: '🌙 **予定の学習**（予定の時刻に Hantei が動いていなかったため、後から行いました）',
			byHand: (user) => `🎓 **予定の学習**（${user}が開始）`,
			failed: (reason, model, next) =>
				`⚠️ 失敗しました：${reason}\nモデル ${model} が判定を続けます。${next === undefined ? '' : `${next} にもう一度試します。`}`,
			bug: (reference) =>
				`Hantei の内部で問題が起きました。詳細は参照番号 ${reference} で運営者のログに記録されています。`,
			cancelled: (model) => `⏹️ キャンセルされました。モデル ${model} が判定を続けます。`,
			more: (lines) => `…ほか ${lines} 行`,
		},
		status: (next, last) => `**学習** ${next}${last === undefined ? '' : ` · 前回 ${last}`}`,
		statusNext: (when) => `次回 ${when}`,
		statusPaused: '一時停止中',
		statusNone: '手動のみ',
	},
};
