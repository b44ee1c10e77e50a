/**
 * A model version as members read it: a server's own by its number alone. Nobody is ever shown another server's, so
 * that the server's id in its name would tell them nothing.
 */
export function shownModel(model: string): string {
	return model.replace(/^\d+\//, '');
}
