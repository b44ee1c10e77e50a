export interface AllowedPlaces {
	/** Hosts, as `URL.host`. */
	readonly hosts: readonly string[];
	/** Origins on this machine, which may speak plain HTTP. Their hosts must be allowed as well. */
	readonly localOrigins: readonly string[];
}

/** The address, when a photo may be fetched from there: a known host, over HTTPS on its usual port, without credentials. */
export function allowedUrl(
	address: string,
	{ hosts, localOrigins }: AllowedPlaces,
	base?: URL,
): URL | undefined {
	if (!URL.canParse(address, base?.href)) return undefined;
	const url = new URL(address, base);
	const isSecure = url.protocol === 'https:' && url.port === '';
	const isAllowed =
		(isSecure || localOrigins.includes(url.origin)) &&
		hosts.includes(url.host) &&
		url.username === '' &&
		url.password === '';
	return isAllowed ? url : undefined;
}
