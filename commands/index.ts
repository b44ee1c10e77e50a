import type { Command } from '../src/bot/commands/command.ts';
import classify from './classify.ts';
import classifyMessage from './classify-message.ts';
import help from './help.ts';
import privacy from './privacy.ts';
import settings from './settings/index.ts';
import status from './status.ts';

/** Every command of Hantei, in the order of importance. */
export const commands: readonly Command[] = [classify, classifyMessage, help, privacy, status, settings];
