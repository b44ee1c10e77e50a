/** How sure an answer was, and whether it was right. */
export interface GradedAnswer {
	/** 0 to 1. */
	readonly confidence: number;
	readonly isCorrect: boolean;
}
