import { describe, expect, it } from 'vitest';
import { DEFAULT_LICENCES, isAllowed, parseLicence, termsOf } from '../../src/crawl/licence.ts';
import { LICENCES, type Licence } from '../../src/dataset/candidate.ts';

describe('reading licences', () => {
	it.each([
		['https://creativecommons.org/licenses/by-sa/4.0/', 'by-sa', '4.0'],
		['http://creativecommons.org/licenses/by/2.0', 'by', '2.0'],
		['//creativecommons.org/licenses/by-nc/3.0/deed.en', 'by-nc', '3.0'],
		['https://www.creativecommons.org/licenses/by-nd-nc/1.0/', 'by-nc-nd', '1.0'],
		['https://creativecommons.org/publicdomain/zero/1.0/', 'cc0', undefined],
		['https://creativecommons.org/publicdomain/mark/1.0/deed.ja', 'pdm', undefined],
		['  https://creativecommons.org/licenses/by/4.0/ ', 'by', '4.0'],
		['HTTPS://creativecommons.org/licenses/BY/4.0/', 'by', '4.0'],
		['cc-by-sa-4.0', 'by-sa', '4.0'],
		['cc-by-sa-3.0-de', 'by-sa', '3.0'],
		['cc-by-sa-4.0,3.0,2.5,2.0,1.0', 'by-sa', '4.0'],
		['cc-by', 'by', undefined],
		['cc-by-nc-sa', 'by-nc-sa', undefined],
		['CC BY 2.0', 'by', '2.0'],
		['CC-BY-SA-3.0', 'by-sa', '3.0'],
		['by-nc-nd', 'by-nc-nd', undefined],
		['Creative Commons Attribution-Share Alike 3.0 Unported', 'by-sa', '3.0'],
		['Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International', 'by-nc-nd', '4.0'],
		['cc0', 'cc0', undefined],
		['CC0 1.0', 'cc0', undefined],
		['cc-zero', 'cc0', undefined],
		['CC 0', 'cc0', undefined],
		['zero-1.0', 'cc0', undefined],
		['cc_by_nc_2.5', 'by-nc', '2.5'],
		[' cc-by, 4.0 ', 'by', '4.0'],
		['CC BY-NC-SA 3.0 IGO', 'by-nc-sa', '3.0'],
		['Creative Commons Attribution 2.5 Generic Licence', 'by', '2.5'],
		['Creative-Commons Attribution Non Commercial No Derivative Works 3.0 license', 'by-nc-nd', '3.0'],
		['Creative Commons Attribution ShareAlike 4.0 Intl', 'by-sa', '4.0'],
		['Public Domain Mark 1.0', 'pdm', undefined],
		['public-domain', 'pdm', undefined],
		['pd', 'pdm', undefined],
		['pd-old-100', 'pdm', undefined],
		['Public domain', 'pdm', undefined],
		['pdm', 'pdm', undefined],
	])('reads %s', (text, licence, version) => {
		expect(parseLicence(text)).toMatchObject({ licence });
		expect(parseLicence(text).licenceVersion).toBe(version);
	});

	it.each([
		'',
		'All rights reserved',
		'Attribution',
		'GFDL',
		'Copyrighted free use',
		'cc-sampling+',
		'cc-nc-sa-1.0',
		'cc-by-nd-sa-4.0',
		'cc-by-4.0 with further conditions',
		'https://example.org/licenses/by/4.0/',
		'https://creativecommons.org.example.org/licenses/by/4.0/',
		'https://creativecommons.org/licenses/sampling+/1.0/',
		'https://creativecommons.org/licenses/by/',
		'https://creativecommons.org/licenses/by/14.0/',
		'https://creativecommons.org/licenses/by/4.01/',
		'https://creativecommons.org/licences/by/4.0/',
		'https://creativecommons.org/publicdomain/other/1.0/',
		'https://creativecommons.org/about/zero/1.0/',
		'https://creativecommons.org/about/mark/1.0/',
		'https://creativecommons.org/',
		'https://not-creativecommons.org/licenses/by/4.0/',
		'https://www.example.org@creativecommons.example/licenses/by/4.0/',
		'https://%/licenses/by/4.0/',
		'see https://creativecommons.org/licenses/by/4.0/',
		'cc-by-44.0',
		'cc-by-4.05',
		'cc-by-4.0-deu',
		'cc-byx-4.0',
		'cc-xby-4.0',
		'not cc0',
		'cc0 2.0',
		'cc0 1.0 or so',
		'not public domain',
		'public domain in some countries',
		'not pd-old',
		'pd-1',
	])('does not guess what %j means', (text) => {
		expect(parseLicence(text)).toEqual({ licence: 'other' });
	});

	it('gives the address of the deed, of a ported licence its own', () => {
		expect(parseLicence('cc-by-2.0').licenceUrl).toBe('https://creativecommons.org/licenses/by/2.0/');
		expect(parseLicence('cc0').licenceUrl).toBe('https://creativecommons.org/publicdomain/zero/1.0/');
		expect(parseLicence('http://creativecommons.org/licenses/by-sa/3.0/de/deed.de').licenceUrl).toBe(
			'https://creativecommons.org/licenses/by-sa/3.0/de/',
		);
		expect(parseLicence('https://creativecommons.org/licenses/by-sa/3.0/deed.de').licenceUrl).toBe(
			'https://creativecommons.org/licenses/by-sa/3.0/',
		);
		expect(parseLicence('https://creativecommons.org/licenses/by/2.1/jp').licenceUrl).toBe(
			'https://creativecommons.org/licenses/by/2.1/jp/',
		);
		expect(parseLicence('https://creativecommons.org/licenses/by/3.0/legalcode').licenceUrl).toBe(
			'https://creativecommons.org/licenses/by/3.0/',
		);
		expect(parseLicence('pdm').licenceUrl).toBe('https://creativecommons.org/publicdomain/mark/1.0/');
		expect(parseLicence('by').licenceUrl).toBeUndefined();
	});

	it('takes the version that a source says apart where the text has none of its own', () => {
		expect(parseLicence('by', '4.0')).toEqual({
			licence: 'by',
			licenceVersion: '4.0',
			licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
		});
		expect(parseLicence('by-2.0', '4.0').licenceVersion).toBe('2.0');
		expect(parseLicence('cc0', '1.0')).toEqual(parseLicence('cc0'));
		expect(parseLicence('pdm', '1.0')).toEqual(parseLicence('pdm'));
		expect(parseLicence('nonsense', '4.0')).toEqual({ licence: 'other' });
	});

	it('knows no deed of what a member gave', () => {
		expect(termsOf('member', '4.0')).toEqual({ licence: 'member' });
	});
});

describe('the licence gate', () => {
	it('lets through what anyone may use for anything', () => {
		expect(LICENCES.filter((licence) => isAllowed(licence))).toEqual(DEFAULT_LICENCES);
	});

	it('can be widened, never to licences that forbid adaptations nor to unknown ones', () => {
		const allowed = LICENCES.filter((licence) => isAllowed(licence, LICENCES));
		expect(allowed).toEqual(['cc0', 'pdm', 'by', 'by-sa', 'by-nc', 'by-nc-sa'] satisfies Licence[]);
	});
});
