/** Discord's own names of the permissions the bot can miss, as its settings show them. */
export const permissions = {
	ViewChannel: 'View Channel',
	SendMessages: 'Send Messages',
	SendMessagesInThreads: 'Send Messages in Threads',
	ReadMessageHistory: 'Read Message History',
	AddReactions: 'Add Reactions',
} as const;

export type PermissionNames = Record<keyof typeof permissions, string>;

export function permissionName(permission: string): string {
	return Object.hasOwn(permissions, permission)
		? permissions[permission as keyof typeof permissions]
		: permission;
}
