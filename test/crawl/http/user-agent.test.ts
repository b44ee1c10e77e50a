import { expect, it } from 'vitest';
import { userAgent } from '../../../src/crawl/http/user-agent.ts';

it.each(['op@example.org', 'https://hantei.example.org/about'])('names the operator: %s', (contact) => {
	expect(userAgent('1.4.0', contact)).toBe(`hantei/1.4.0 (${contact}) undici/7`);
});

it.each([
	undefined,
	'',
	'me',
	'ftp://example.org',
	'https://example.org/\r\nX-Evil: 1',
	'https://example.org/(a)',
])('refuses to go without a contact: %j', (contact) => {
	expect(() => userAgent('1.4.0', contact)).toThrowError(
		expect.objectContaining({ code: 'crawler-contact-needed' }),
	);
});
