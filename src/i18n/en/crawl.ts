/** What crawling comes to, wherever it is told. */
export const crawl = {
	sources: {
		inaturalist: 'iNaturalist',
		commons: 'Wikimedia Commons',
		openverse: 'Openverse',
		flickr: 'Flickr',
		folder: 'your folder',
		member: 'members',
	},
	/** Why a photo was not taken. */
	reasons: {
		licence: 'licence',
		'too-small': 'too small',
		'too-large': 'too large',
		aspect: 'too narrow',
		flat: 'empty picture',
		placeholder: 'placeholder',
		flagged: 'flagged by the source',
		'opt-out': 'author opted out',
		gone: 'gone',
		host: 'address not allowed',
		unreadable: 'unreadable',
		'gave-up': 'failed too often',
		'author-cap': 'enough of this author',
		duplicate: 'duplicate',
		removed: 'removed before',
		malformed: 'malformed record',
		sensitive: 'marked as sensitive',
		'evidence-only': 'tracks or remains',
		'not-a-photo': 'not a photo',
		'series-full': 'enough of this series',
		restricted: 'rights of others',
		'excluded-word': 'excluded word',
		'no-fitting-size': 'no fitting size',
	},
	/** Why a photo waits for a person. */
	quarantines: {
		'other-label': 'also under another label',
		nsfw: 'perhaps not safe for work',
		doubtful: 'doubtful label',
		taught: 'taught by a member',
	},
	/** Why a source is left out, after its name. */
	troubles: {
		down: (source: string, status: number | undefined) =>
			`${source} does not answer${status === undefined ? '' : ` (status ${status})`}; going on without it.`,
		throttled: (source: string, until: Date) =>
			`${source} asks to be left alone until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC; going on without it.`,
		key: (source: string) => `${source} does not accept the key (FLICKR_API_KEY); going on without it.`,
		refused: (source: string, detail: string) =>
			`${source} refuses the request${detail ? ` (${detail})` : ''}; going on without it.`,
		unexpected: (source: string, detail: string) =>
			`${source} answers in a way Hantei does not understand (${detail}); going on without it.`,
	},
};
