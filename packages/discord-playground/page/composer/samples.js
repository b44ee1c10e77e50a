/** Drawn for the playground. @type {readonly ['crow', 'boar', 'monkey', 'teapot']} */
export const SAMPLES = ['crow', 'boar', 'monkey', 'teapot'];

/** @typedef {(typeof SAMPLES)[number]} Sample */

/** @param {Sample} name */
export function sampleUrl(name) {
	return `/samples/${name}.jpg`;
}

/** @param {Sample} name */
export async function sampleFile(name) {
	const response = await fetch(sampleUrl(name));
	return new File([await response.blob()], `${name}.jpg`, { type: 'image/jpeg' });
}
