import type { ErrorCode, UserError } from '../errors.ts';
import type { Locale } from '../i18n/locale.ts';
import { describeError } from '../i18n/messages.ts';
import type { LabelConfidence, Prediction } from '../model/prediction.ts';

/** The answer about one picture, as the command line prints it and the HTTP API sends it. */
export interface JsonResult {
	/** Name of the file; null where the bytes came without one. */
	readonly file: string | null;
	/** The answer; null when it is not sure, or when the picture is unknown. */
	readonly label: string | null;
	/** Of the best label, 0 to 1, whether or not it is the answer; it includes the doubt that the picture is of none. */
	readonly confidence: number;
	/** It is more likely none of the labels than any. */
	readonly unknown: boolean;
	/** Probability that it is none of them; it and the confidences of all labels sum to 1. */
	readonly unknownScore: number;
	/** The best labels, most confident first. */
	readonly top: readonly LabelConfidence[];
	/** `classifier/version` of the model that answered. */
	readonly model: string;
}

/** Why one picture got no answer. */
export interface JsonError {
	readonly file: string | null;
	/** `code` is for programs and stays; `message` is for people and is in their language. */
	readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** @param top how many of the best labels to list */
export function toJsonResult(file: string | null, prediction: Prediction, top: number): JsonResult {
	const { verdict, ranking, unknownScore, model } = prediction;
	const rounded = ranking.map(({ label, confidence }) => ({ label, confidence: toSixDecimals(confidence) }));
	return {
		file,
		label: verdict === 'sure' ? rounded[0].label : null,
		confidence: rounded[0].confidence,
		unknown: verdict === 'unknown',
		unknownScore: toSixDecimals(unknownScore),
		top: rounded.slice(0, top),
		model,
	};
}

export function toJsonError(file: string | null, error: UserError, locale: Locale): JsonError {
	return { file, error: { code: error.code, message: describeError(error, locale) } };
}

/** As exact as 32-bit floats are; further digits would be noise that looks like information. */
function toSixDecimals(value: number): number {
	return Number(value.toFixed(6));
}
