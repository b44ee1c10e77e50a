import { percent } from '../format.ts';
import type { Locale } from '../locale.ts';
import { backboneMove } from './backbone-move.ts';
import { bot } from './bot.ts';
import { cli } from './cli.ts';
import { commands } from './commands.ts';
import { correction } from './correction.ts';
import { crawl } from './crawl.ts';
import { doctor } from './doctor.ts';
import { errors } from './errors.ts';
import { errorsInChat } from './errors-in-chat.ts';
import { explain } from './explain.ts';
import { gate } from './gate.ts';
import { main } from './main.ts';
import { report } from './report.ts';
import { web } from './web.ts';

/** Every text of Hantei in English, by the part that shows it. */
export const en = {
	backboneMove,
	bot,
	cli,
	commands,
	correction,
	crawl,
	doctor,
	errors,
	errorsInChat,
	explain,
	gate,
	/** Which language this is. */
	locale: 'en' as Locale,
	main,
	percent: (fraction: number) => percent(fraction, 'en'),
	report,
	web,
};
