/** What the bot says on its own: answers to photos, notices, its start. Labels and names arrive escaped. */
export const bot = {
	answer: {
		sure: (label: string, confidence: string) => `**${label}** ${confidence}`,
		unsure: (label: string, confidence: string) => `Not sure, perhaps **${label}** (${confidence})`,
		notSure: 'Not sure',
		/** Above the bars of a picture that is none of the labels. */
		ifItHadTo: 'If it had to be one of them:',
		unknown: (labels: string) => `None of ${labels}`,
		/** Of several pictures. */
		allUnknown: (labels: string, pictures: number) => `None of ${labels} in these ${pictures} pictures`,
		/** The labels of a model, and how many were left out. */
		labels: (labels: readonly string[], others: number) =>
			others > 0 ? `${labels.join(', ')} and ${others} others` : labels.join(', '),
		more: (images: number) => (images === 1 ? '… and 1 more picture' : `… and ${images} more pictures`),
		model: (model: string) => `Model ${model}`,
		top: 'Top 3',
	},
	/** The alternative text of the small pictures beside numbered answers. */
	thumbnails: (pictures: number) => `The ${pictures} pictures, numbered in the order of the answers`,
	/** To somebody who writes in a direct message without a picture. */
	directHint: (classify: string, help: string) =>
		`Send me a photo and I tell you what is in it. ${classify} does the same, ${help} says what else there is.`,
	mentioned: (classify: string) =>
		`Post a photo and mention me, reply to a photo and mention me, or use ${classify}.`,
	/** In the server's log channel. */
	log: {
		/** Permissions by Discord's names, as far as they are known. */
		cannotAnswer: (channel: string, permissions: readonly string[], reason?: string) =>
			permissions.length > 0
				? `I cannot answer photos in ${channel}. Missing: ${permissions.map((name) => permissionName(name)).join(', ')}.`
				: `Discord does not let me answer photos in ${channel}${reason ? ` (“${reason}”)` : ''}. Please check my permissions there. I try again in a while, and at once when they change.`,
		failed: (channel: string, reference: string) =>
			`Something went wrong in ${channel}. The host’s log has the details under reference ${reference}.`,
		settingsChanged: (user: string, setting: string, value: string) => `${user} changed ${setting}: ${value}`,
		settingsReset: (user: string) => `${user} set all settings back to their defaults.`,
		labelAdded: (user: string, label: string) => `${user} added the label **${label}**.`,
		labelChanged: (user: string, label: string) => `${user} changed the label **${label}**.`,
		labelRemoved: (user: string, label: string) => `${user} removed the label **${label}**.`,
		photosRemoved: (user: string, photos: number) =>
			`${user} removed ${photos === 1 ? 'a photo' : `${photos} photos`} of the dataset.`,
		photosRestored: (user: string, photos: number) =>
			`${user} restored ${photos === 1 ? 'a photo' : `${photos} photos`} of the dataset.`,
		crawlStarted: (user: string, labels: string) => `${user} started to collect photos of ${labels}.`,
	},
	/** In the host's log. */
	start: {
		messageContentOff:
			'The Message Content intent is off, so Discord hides most photos from the bot. It answers where it is mentioned, in direct messages, on /classify and on the message command “Classify image”. To have every photo answered: https://discord.com/developers/applications › your application › Bot › Privileged Gateway Intents › Message Content Intent › on › Save Changes, then start Hantei again.',
		unreachable: 'Discord cannot be reached; trying again',
		cannotAnswer: 'Permissions are missing, so photos in these channels get no answer',
	},
};

/** Discord's own names of the permissions the bot can miss, as its settings show them. */
const permissions = {
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
