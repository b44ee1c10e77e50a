import type { PermissionNames } from '../en/permissions.ts';

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
