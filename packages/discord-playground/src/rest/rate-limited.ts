/** Discord's 429, by whatever limit. `Retry-After` keeps its fraction, or every test of a limit would last a second. */
export function rateLimited(
	retryAfterMs: number,
	scope: 'user' | 'global' | 'shared',
	headers: Readonly<Record<string, string>> = {},
): Response {
	const seconds = retryAfterMs / 1000;
	return Response.json(
		{
			message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
			retry_after: seconds,
			global: scope === 'global',
		},
		{
			status: 429,
			headers: {
				...headers,
				'Retry-After': String(seconds),
				'X-RateLimit-Scope': scope,
				'X-RateLimit-Reset-After': seconds.toFixed(3),
				...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
				Via: '1.1 google',
			},
		},
	);
}
