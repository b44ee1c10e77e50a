/**
 * The one door from features into the bot: what they are made of. Whatever else is in here may change without them.
 */
export {
	hasPrediction,
	listLabels,
	renderTopLabels,
	TOP_LABELS,
	WHY,
	WHY_HERE,
	WRONG,
	whyRow,
} from './answer/render.ts';
export {
	escapeText,
	fitLines,
	linkCommands,
	MAX_CONTENT,
	plainLine,
	refusalText,
	shownModel,
	versionText,
} from './answer/text.ts';
export { type ImageAnswer, verdictOf } from './answer/verdict.ts';
export type {
	ChatInputCommand,
	ChatInputData,
	Command,
	Component,
	ConstantOf,
	MessageCommand,
	MessageCommandData,
	Modal,
} from './commands/command.ts';
export type { CommandContext } from './commands/context.ts';
export {
	type ArgumentsOf,
	described,
	EVERYWHERE,
	IN_SERVERS,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	named,
	readArguments,
} from './commands/data.ts';
export {
	calledIn,
	labelText,
	MAX_SUGGESTIONS,
	requireLabel,
	suggestLabels,
} from './commands/label-choices.ts';
export { type ContestedMore, contestedMore } from './contests/contested-more.ts';
export {
	contestedOf,
	type GivenAnswer,
	givenAnswer,
	givenAnswers,
	type LabelTally,
	type Said,
} from './contests/tally.ts';
export { isTransient } from './discord-errors.ts';
export type { Features, Follower } from './features.ts';
export { UnderWay } from './flow/lanes.ts';
export { retry } from './flow/retry.ts';
export { fetchChannel } from './gateway/fetch-channel.ts';
export type { LogText } from './guild-log.ts';
export { type FoundImage, fromAttachment } from './images/find.ts';
export { Thumbnails } from './images/thumbnails.ts';
export { defer } from './interactions/acknowledge.ts';
export {
	datasetToChange,
	datasetToRead,
	labelToChange,
	photosToChange,
	requireDatasetManager,
	requireHost,
	requireManager,
} from './interactions/dataset-manager.ts';
export { type ChatOrder, type Ending, orderSchema } from './jobs/chat-jobs.ts';
export type { JobMessageContent, JobView, ProgressMessage } from './jobs/progress-message.ts';
export { guildLocale } from './locales.ts';
export { DELIVERY } from './messages/deliver.ts';
export { fetchSource, refetchImage } from './messages/question.ts';
export { blockedChannels, canAttach, requireWritable } from './permissions.ts';
export type {
	BotParts,
	BotServices,
	CrawlChatKind,
	CrawlWish,
	LearnChatKind,
	LearnWish,
	TrainingChatKind,
	TrainingWish,
} from './services.ts';
export { isEnabled, placeOf } from './settings/channels.ts';
export {
	ANSWER_STYLES,
	DEFAULT_SETTINGS,
	type GuildSettings,
	MAX_CHANNEL_EXCEPTIONS,
} from './settings/settings.ts';
export {
	type Attached,
	button,
	formatComponentId,
	type MessageContent,
	menu,
	onlyText,
	option,
	type Row,
	readState,
	row,
} from './ui/components.ts';
