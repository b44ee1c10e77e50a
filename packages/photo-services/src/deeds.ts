import type { StatedLicence } from './library/provenance.ts';

/** Address of a licence's deed; there is none for all rights reserved. */
export function deedOf({ code, version }: StatedLicence): string {
	if (code === 'all-rights-reserved') return '';
	if (code === 'cc0') return 'https://creativecommons.org/publicdomain/zero/1.0/';
	if (code === 'pdm') return 'https://creativecommons.org/publicdomain/mark/1.0/';
	return `https://creativecommons.org/licenses/${code}/${version}/`;
}
