#!/usr/bin/env node
import { readFileSync } from 'node:fs';

/** Prints the optional clients (of Redis and the like) in the versions that they are tested with, for `npm install`. */
const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

const { packages } = read('package-lock.json');
const names = Object.keys(read('package.json').peerDependencies);
console.log(names.map((name) => `${name}@${packages[`node_modules/${name}`].version}`).join(' '));
