/** @import { PageMessage } from '../../src/page-api/page-world.ts' */

/** What other parts of the page have the composer do; it fills them in when it is drawn. */
export const compose = {
	/** Offers a command by name. @type {(name: string) => void} */
	command: () => {},
	/** @type {(message: PageMessage) => void} */
	reply: () => {},
	/** @type {(message: PageMessage) => void} */
	edit: () => {},
	/** Takes files into what is being written. @type {(files: readonly File[]) => void} */
	attach: () => {},
};
