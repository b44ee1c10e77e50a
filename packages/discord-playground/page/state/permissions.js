/** Discord's permission bits that the page looks at. */
export const Permission = {
	addReactions: 1n << 6n,
	viewChannel: 1n << 10n,
	sendMessages: 1n << 11n,
	manageMessages: 1n << 13n,
	attachFiles: 1n << 15n,
	manageGuild: 1n << 5n,
	readHistory: 1n << 16n,
	sendInThreads: 1n << 38n,
};

/** Discord's channel types that look different. */
export const ChannelType = {
	text: 0,
	dm: 1,
	groupDm: 3,
	category: 4,
	announcement: 5,
	publicThread: 11,
	privateThread: 12,
};

/** @param {{ type: number }} channel */
export function isThread({ type }) {
	return type === ChannelType.publicThread || type === ChannelType.privateThread || type === 10;
}

/** @param {{ type: number }} channel */
export function isDm({ type }) {
	return type === ChannelType.dm || type === ChannelType.groupDm;
}
