import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import { byteSize, megapixels } from '../format.ts';

export type ErrorMessages = { [Code in ErrorCode]: (details: ErrorDetails[Code]) => string };

/** What happened, why, and what to do next: one text per code. */
export const errors: ErrorMessages = {
	'image-empty': () => 'This file is empty. Please send the picture again.',
	'image-too-many-bytes': ({ bytes, limit }) =>
		`This file is too large (${byteSize(bytes)}; at most ${byteSize(limit)}). Please send a smaller copy.`,
	'image-too-many-pixels': ({ width, height, limit }) =>
		`This picture has too many pixels (${width} × ${height}; at most ${megapixels(limit)} million). Please send a smaller copy.`,
	'image-too-small': ({ width, height, limit }) =>
		`This picture is too small to judge (${width} × ${height}; each side needs at least ${limit} pixels). Please send a larger one.`,
	'image-unsupported': ({ format }) => `This looks like ${format}; please send JPEG or PNG.`,
	'image-unknown': () => 'This is not a picture I can read. Please send JPEG, PNG, WebP, GIF or AVIF.',
	'image-damaged': ({ format }) =>
		`This ${format} file is damaged or cut short and cannot be decoded. Please send the original again.`,
	'image-too-slow': ({ limitMs }) =>
		`Reading this picture took longer than ${seconds(limitMs)}, so I gave up. Please send a smaller copy or a JPEG.`,
	'engine-busy': ({ waiting }) =>
		`I am busy: ${waiting} pictures are waiting already. Please try again in a few seconds.`,
	'engine-timeout': ({ limitMs }) =>
		`Judging this picture took longer than ${seconds(limitMs)}, so I gave up. Please try again.`,
	'engine-crashed': () =>
		'The worker that judged this picture stopped; a new one has taken its place. Please try again.',
	'engine-closed': () => 'Hantei is shutting down. Please try again in a minute.',
	'file-not-found': ({ path }) => `There is no file or folder ${path}. Check the name.`,
	'file-unreadable': ({ path, reason }) => `${path} cannot be read: ${reason}. Check its permissions.`,
	'folder-without-photos': ({ path }) =>
		`${path} holds no photos to learn from. Give a folder with one subfolder per label: photos/crow/1.jpg …`,
	'too-few-labels': ({ labels }) =>
		`Telling things apart takes at least two labels, but there ${labels === 1 ? 'is one' : 'is none'}. Add a folder for each label.`,
	'too-few-photos': ({ label, photos, limit }) =>
		`“${label}” has ${photos} usable ${photos === 1 ? 'photo' : 'photos'}; at least ${limit} are needed. Add more, or remove the label.`,
	'no-model': ({ classifier }) =>
		`There is no model for “${classifier}” yet. Train one: hantei train --from photos/`,
	'model-not-found': ({ version, known }) =>
		`There is no model ${version}. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'Train one: hantei train --from photos/'}`,
	'model-damaged': ({ version, reason }) =>
		`Model ${version} is damaged (${reason}). Roll back to another version, or train again.`,
	'model-backbone-mismatch': ({ version, expected, actual }) =>
		`Model ${version} was trained on backbone ${expected}, but ${actual} is loaded. Set HANTEI_BACKBONE accordingly, or train again.`,
	'backbone-not-found': ({ path }) => `There is no backbone in ${path}. Check HANTEI_BACKBONE.`,
	'backbone-damaged': ({ path, reason }) =>
		`The backbone in ${path} is damaged (${reason}). Delete that folder; it is made anew at the next start.`,
	'conversion-unsupported': ({ format, what }) =>
		`This ${format} network cannot be converted: ${what} is not supported.`,
	'network-damaged': ({ path, reason }) => `The network in ${path} is damaged (${reason}). Export it again.`,
	'bad-option': ({ option, value, expected }) => `${option} is “${value}”, but must be ${expected}.`,
	cancelled: () => 'Cancelled. Nothing was changed.',
};

function seconds(ms: number): string {
	return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}
