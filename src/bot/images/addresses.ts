/** Where Discord serves attachments, stickers and proxied pictures from. */
const DISCORD_HOSTS = [
	'cdn.discordapp.com',
	'media.discordapp.net',
	'images-ext-1.discordapp.net',
	'images-ext-2.discordapp.net',
];

/**
 * Says which addresses may be fetched: Discord's own over HTTPS, so that no message makes us connect to a server of
 * its author's choosing or into the host's network, and the extra origins the host named.
 * @param extraHosts `host` or `host:port`, plain HTTP allowed: a stand-in for Discord on this machine
 */
export function createAddressCheck(extraHosts: readonly string[] = []): (address: string) => boolean {
	const extra = new Set(extraHosts);
	return (address) => {
		if (!URL.canParse(address)) return false;
		const { protocol, host, username, password } = new URL(address);
		if (username || password) return false;
		if (extra.has(host)) return protocol === 'https:' || protocol === 'http:';
		return protocol === 'https:' && DISCORD_HOSTS.includes(host);
	};
}
