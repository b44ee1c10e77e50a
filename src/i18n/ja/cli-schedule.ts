import type { cliSchedule as english } from '../en/cli-schedule.ts';

export const cliSchedule: typeof english = {
	schedule: {
		about: 'Hantei が（`npm start` で動いているあいだに）自動で学習する時刻を決める',
		show: '予定、次回の時刻、前回の結果を表示します',
		set: '自動学習を設定します。指定しなければ毎晩 3:00。指定しない項目は変わりません',
		pause: '再開するまで自動学習を止めます',
		resume: '予定どおりの学習を再開します',
		run: '動いているボットに、予定の学習を今すぐ始めさせます',
		time: '時刻：03:30',
		day: 'every（毎日）または曜日：mon, tue, wed, thu, fri, sat, sun',
		cron: '時刻と曜日の代わりに "分 時 日 月 曜日"',
		timezone: 'どの地域の時刻か：Asia/Tokyo（省略時はこのマシンの地域）',
		count: '先に写真を集めます。ラベルごとの枚数。0 なら集めません',
		channel: '結果を知らせる Discord のチャンネルの ID。none なら知らせません',
		quiet: '新しく学ぶものがなければ知らせません',
		noQuiet: 'そのときも知らせます',
		fineTune:
			'写真が足りていれば、バックボーンの最後のブロックのファインチューニングを試します（docs/training.md）',
		noFineTune: '試しません',
		fineTunesNever: 'ファインチューニングは試しません。',
		planned: (when) => `自動学習：${when}`,
		none: '予定はありません。hantei schedule set で設定できます。',
		paused: '一時停止中です。自動では学習しません。',
		running: '予定の学習が進行中です。',
		next: (times) => `次回：${times.join('、')}`,
		collects: (wanted) => `先に写真を集めます（ラベルごとに ${wanted} 枚まで）。`,
		last: (when, result) => `前回：${when}：${result}`,
		requested: (command) => `ボットが動いていれば、1〜2 分以内に始まります。ここで学習するには：${command}`,
	},
};
