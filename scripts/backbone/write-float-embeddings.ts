/**
 * Writes what the float network makes of pictures of our own, which a test holds the committed backbone against: run
 * make_backbone.py, then `npx tsx --conditions=source scripts/backbone/write-float-embeddings.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { FLOAT_EMBEDDINGS, PICTURES } from '../../test/model/backbone/float-embeddings.ts';
import { openFloatNetwork } from './float-network.ts';

const embed = await openFloatNetwork();
const embeddings: Buffer[] = [];
for (const { read } of PICTURES) embeddings.push(Buffer.from((await embed(await read())).slice().buffer));
await writeFile(FLOAT_EMBEDDINGS, Buffer.concat(embeddings));
