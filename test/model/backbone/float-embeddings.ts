import { readFile } from 'node:fs/promises';
import { drawPhoto, planPhoto } from 'photo-services';

/** What the float network made of `PICTURES`, in order: float32, little-endian; by scripts/backbone/write-float-embeddings.ts. */
export const FLOAT_EMBEDDINGS = new URL('./float-embeddings.bin', import.meta.url);

const sample = (name: string) => () =>
	readFile(new URL(`../../../packages/discord-playground/page/samples/${name}.jpg`, import.meta.url));

const drawn = (label: string) => () => drawPhoto(planPhoto(label, 1, false));

/** Encoded pictures of our own. Who draws one anew runs the script, too. */
export const PICTURES: readonly { readonly name: string; readonly read: () => Promise<Buffer> }[] = [
	{ name: 'sample of a crow', read: sample('crow') },
	{ name: 'sample of a teapot', read: sample('teapot') },
	{ name: 'drawn mushroom', read: drawn('mushroom') },
	{ name: 'drawn sailboat', read: drawn('sailboat') },
	{ name: 'drawn tree', read: drawn('tree') },
];
