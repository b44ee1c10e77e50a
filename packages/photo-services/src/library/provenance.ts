import { createRandom, type Random, seedOf } from '../random.ts';

/** Shares of photos: most are free to use. */
const LICENCE_SHARES = [
	['by', 0.34],
	['by-sa', 0.3],
	['cc0', 0.18],
	['pdm', 0.06],
	['by-nc', 0.05],
	['by-nc-sa', 0.02],
	['by-nd', 0.02],
	['by-nc-nd', 0.02],
	['all-rights-reserved', 0.01],
] as const;
export type LicenceCode = (typeof LICENCE_SHARES)[number][0];

export interface StatedLicence {
	readonly code: LicenceCode;
	readonly version: string;
}

export interface Author {
	readonly id: number;
	readonly login: string;
	readonly name: string;
}

/** What is wrong with a photo besides its picture. */
const TROUBLES = [
	/** Members of the service objected to it. */
	'flagged',
	/** Marked as a dead animal, where there is an animal. */
	'dead',
	/** Marked as a drawing, or not safe for work. */
	'drawing',
	'sensitive',
	/** Its record is still found, but it was taken down: 404, or a placeholder in its stead. */
	'gone',
	'placeholder',
	/** Its server asks not to train on it. */
	'opted-out',
] as const;
export type Trouble = (typeof TROUBLES)[number];
const TROUBLED_SHARE = 0.06;

const GIVEN_NAMES = [
	'Aiko',
	'Bram',
	'Chloé',
	'Dmitri',
	'Eva',
	'Femi',
	'Grace',
	'Haruto',
	'Inês',
	'Jürgen',
	'Kenji',
	'Lucía',
	'Mei',
	'Noor',
	'Oskar',
	'Priya',
	'Rosa',
	'Sanjay',
	'Tomás',
	'Yuki',
];
const FAMILY_NAMES = [
	'Andersson',
	'Bauer',
	'Costa',
	'Dubois',
	'Ferreira',
	'Hayashi',
	'Ivanova',
	'Jensen',
	'Kowalska',
	'Mbeki',
	'Nakamura',
	"O'Neil",
	'Patel',
	'Rossi',
	'Santos',
	'Takahashi',
	'Virtanen',
	'Watanabe',
	'Yılmaz',
	'田中',
];
/** People call themselves anything; in tests, these are to be shown, stored and exported as harmless text. */
const HOSTILE_NAMES = [
	'Nature & Sons <Photo>',
	'@everyone',
	'=HYPERLINK("http://example.org")',
	'*_~`bold`~_*',
	'山の写真家',
];

const TITLES = [
	'$',
	'$ in the evening',
	'A $ near the river',
	'$, early morning',
	'Old $',
	'$ (detail)',
	'$ in winter',
	'The $ of our village',
	'$ and friends',
	'Young $',
];

/** Who made a series of photos; one in ten has a hostile name where there are any. */
export function inventAuthor(random: Random, { hostile }: { readonly hostile: boolean }): Author {
	const name =
		hostile && random.chance(0.1)
			? random.pick(HOSTILE_NAMES)
			: `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
	const id = 1_000_000 + (seedOf('author', name) % 8_000_000);
	const letters = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
	return { id, name, login: `${letters || 'photographer'}${id % 100}` };
}

export function inventTitle(
	label: string,
	random: Random,
	{ hostile }: { readonly hostile: boolean },
): string {
	if (hostile && random.chance(0.1)) return random.pick(HOSTILE_NAMES);
	const text = random.pick(TITLES).replace('$', label);
	return text.charAt(0).toUpperCase() + text.slice(1);
}

export function inventLicence(random: Random): StatedLicence {
	const code = random.byShare(LICENCE_SHARES) ?? 'by';
	return { code, version: random.pick(['2.0', '4.0', '4.0']) };
}

export function inventTrouble(name: string): Trouble | undefined {
	const random = createRandom(seedOf('trouble', name));
	return random.chance(TROUBLED_SHARE) ? random.pick(TROUBLES) : undefined;
}

/** Address of a licence's deed; there is none for all rights reserved. */
export function deedOf({ code, version }: StatedLicence): string {
	if (code === 'all-rights-reserved') return '';
	if (code === 'cc0') return 'https://creativecommons.org/publicdomain/zero/1.0/';
	if (code === 'pdm') return 'https://creativecommons.org/publicdomain/mark/1.0/';
	return `https://creativecommons.org/licenses/${code}/${version}/`;
}
