import { apple } from './subjects/apple.ts';
import { boar } from './subjects/boar.ts';
import { cat } from './subjects/cat.ts';
import { crow } from './subjects/crow.ts';
import { monkey } from './subjects/monkey.ts';
import { mushroom } from './subjects/mushroom.ts';
import { sailboat } from './subjects/sailboat.ts';
import type { Subject } from './subjects/subject.ts';
import { tree } from './subjects/tree.ts';

/** What can be drawn, by the name of its label. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
	apple,
	boar,
	cat,
	crow,
	monkey,
	mushroom,
	sailboat,
	tree,
};

export const DRAWN_LABELS = Object.keys(SUBJECTS);
