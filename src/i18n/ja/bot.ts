import type { bot as english, PermissionNames } from '../en/bot.ts';

export const bot: typeof english = {
	answer: {
		sure: (label, confidence) => `**${label}** ${confidence}`,
		unsure: (label, confidence) => `はっきりしません。**${label}**かもしれません（${confidence}）`,
		notSure: 'はっきりしません',
		ifItHadTo: 'しいて選ぶなら：',
		unknown: (labels) => `${labels}のどれでもないようです`,
		allUnknown: (labels, pictures) => `${pictures} 枚とも${labels}のどれでもないようです`,
		labels: (labels, others) =>
			others > 0 ? `${labels.join('、')}、ほか ${others} 種類` : labels.join('、'),
		more: (images) => `…ほか ${images} 枚`,
		model: (model) => `モデル ${model}`,
		top: '上位 3 件',
	},
	thumbnails: (pictures) => `${pictures} 枚の画像。番号は答えの順番です`,
	directHint: (classify, help) =>
		`写真を送ってください。何が写っているかをお答えします。${classify} でも判定でき、ほかにできることは ${help} で確認できます。`,
	mentioned: (classify) =>
		`写真を投稿してボットをメンションするか、写真に返信してボットをメンションするか、${classify} を使ってください。`,
	log: {
		cannotAnswer: (channel, permissions, reason) =>
			permissions.length > 0
				? `${channel}の写真に答えられません。足りない権限：${permissions.map((name) => permissionName(name)).join('、')}`
				: `${channel}では Discord に返信を拒否されました${reason ? `（${reason}）` : ''}。権限を確認してください。しばらくしてから、権限が変わったときはすぐに、もう一度試します。`,
		failed: (channel, reference) =>
			`${channel}で問題が起きました。詳細は運営者のログに参照番号 ${reference} で記録されています。`,
		settingsChanged: (user, setting, value) => `${user}が設定を変更しました。${setting}：${value}`,
		settingsReset: (user) => `${user}がすべての設定を初期値に戻しました。`,
		labelAdded: (user, label) => `${user}がラベル**${label}**を追加しました。`,
		labelChanged: (user, label) => `${user}がラベル**${label}**を変更しました。`,
		labelRemoved: (user, label) => `${user}がラベル**${label}**を削除しました。`,
		photosRemoved: (user, photos) => `${user}がデータセットの写真 ${photos} 枚を削除しました。`,
		photosRestored: (user, photos) => `${user}がデータセットの写真 ${photos} 枚を元に戻しました。`,
		crawlStarted: (user, labels) => `${user}が${labels}の写真の収集を始めました。`,
	},
	start: {
		messageContentOff:
			'Message Content Intent がオフのため、Discord はほとんどの写真をボットに見せません。メンションされたとき、ダイレクトメッセージ、/classify、メッセージコマンド「この画像を判定」では答えられます。すべての写真に答えるには、https://discord.com/developers/applications › アプリケーション › Bot › Privileged Gateway Intents › Message Content Intent をオンにして Save Changes を押し、Hantei を起動し直してください。',
		unreachable: 'Discord につながりません。もう一度試します',
		cannotAnswer: '権限が足りないため、次のチャンネルの写真には答えられません',
	},
};

const permissions: PermissionNames = {
	ViewChannel: 'チャンネルを見る',
	SendMessages: 'メッセージを送信',
	SendMessagesInThreads: 'スレッドでメッセージを送信',
	ReadMessageHistory: 'メッセージ履歴を読む',
	AddReactions: 'リアクションの追加',
};

export function permissionName(permission: string): string {
	return Object.hasOwn(permissions, permission)
		? permissions[permission as keyof PermissionNames]
		: permission;
}
