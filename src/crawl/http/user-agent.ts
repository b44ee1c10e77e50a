import { z } from 'zod';
import { UserError } from '../../errors.ts';

/** An e-mail address or a page, printable ASCII without what ends a comment in a header. */
const CONTACT = z
	.string()
	.regex(/^[!-'*-~]+$/)
	.pipe(z.union([z.email(), z.url({ protocol: /^https?$/ })]));

/**
 * How we introduce ourselves, as Wikimedia's User-Agent policy wants it: the contact is the operator's, because limits
 * and blocks are meant for one installation, not for all of Hantei.
 * @throws {UserError} `crawler-contact-needed`
 */
export function userAgent(version: string, contact: string | undefined): string {
	const checked = CONTACT.safeParse(contact);
	if (!checked.success) throw new UserError('crawler-contact-needed', { contact: contact ?? '' });
	return `hantei/${version} (${checked.data}) undici/7`;
}
