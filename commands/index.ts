import type { Command, Features } from '../src/bot/kit.ts';
import audit from './audit/index.ts';
import classify from './classify/index.ts';
import classifyMessage from './classify/message.ts';
import { crawlChat } from './crawl/chat-job.ts';
import crawl from './crawl/index.ts';
import dataset from './dataset/index.ts';
import help from './help.ts';
import labels from './labels/index.ts';
import { learnChat } from './learn/chat-job.ts';
import learn from './learn/index.ts';
import model from './model/index.ts';
import privacy from './privacy.ts';
import { trainingChat } from './retrain/chat-job.ts';
import retrain from './retrain/index.ts';
import schedule from './schedule/index.ts';
import { ScheduleReports } from './schedule/reports.ts';
import settings from './settings/index.ts';
import { renderWelcome } from './settings/welcome.ts';
import status from './status.ts';
import teach from './teach/index.ts';

/** Every command of Hantei, in the order of importance. */
export const commands: readonly Command[] = [
	classify,
	classifyMessage,
	help,
	privacy,
	status,
	settings,
	learn,
	labels,
	crawl,
	dataset,
	retrain,
	schedule,
	teach,
	model,
	audit,
];

export const features: Features = {
	commands,
	crawlChat,
	trainingChat,
	learnChat,
	welcome: renderWelcome,
	followers: [(bot) => new ScheduleReports(bot)],
};
