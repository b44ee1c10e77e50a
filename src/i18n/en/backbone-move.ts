/** What is said of moving from one backbone to another. */
export const backboneMove = {
	step: (classifier: string, position: number, total: number, step: string) =>
		`${classifier} (${position}/${total}): ${step}`,
	waits: 'getting ready',
	moved: (serving: string, before: string | undefined) =>
		`${serving} serves now${before ? ` instead of ${before}` : ''}`,
	returned: (serving: string) => `${serving} serves again: nothing has changed since it did`,
	already: (serving: string) => `${serving} was made on this backbone`,
	kept: (serving: string) => `${serving} goes on serving on its own backbone`,
	noPhotos: (serving: string) =>
		`too few photos to train with; ${serving} goes on serving on its own backbone until there are more`,
	failed: (serving: string, reason: string) =>
		`the training failed, and ${serving} goes on serving on its own backbone. ${reason}`,
	nothingServes: 'no model',
	seeLog: 'The log says why.',
	finished: (to: string) => `New models are made on ${to} from now on.`,
	cancelled: (from: string) =>
		`Cancelled: new models are made on ${from}, as before. What has moved already serves on; hantei backbone use ${from} takes it back.`,
	interrupted: 'Interrupted: what is left is gone on with at the next start, or by the same command.',
};
