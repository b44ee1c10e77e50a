/** Emoji for what people often teach a classifier first, by name in either language. */
const EMOJI: ReadonlyMap<string, string> = new Map(
	[
		['🐒', 'monkey', 'サル', '猿', 'さる'],
		['🐗', 'boar', 'wild boar', 'イノシシ', '猪'],
		['🐦‍⬛', 'crow', 'raven', 'カラス', '烏'],
		['🐦', 'bird', '鳥', 'sparrow', 'スズメ'],
		['🐈', 'cat', '猫', 'ネコ', 'ねこ'],
		['🐕', 'dog', '犬', 'イヌ', 'いぬ'],
		['🐻', 'bear', '熊', 'クマ'],
		['🦌', 'deer', '鹿', 'シカ'],
		['🦊', 'fox', '狐', 'キツネ'],
		['🦝', 'raccoon', 'アライグマ', 'tanuki', 'タヌキ', '狸'],
		['🐇', 'rabbit', 'hare', 'ウサギ', '兎'],
		['🐿️', 'squirrel', 'リス'],
		['🐎', 'horse', '馬', 'ウマ'],
		['🐄', 'cow', '牛', 'ウシ'],
		['🐖', 'pig', '豚', 'ブタ'],
		['🐑', 'sheep', '羊', 'ヒツジ'],
		['🐔', 'chicken', 'ニワトリ', '鶏'],
		['🦆', 'duck', 'カモ', 'アヒル'],
		['🦉', 'owl', 'フクロウ'],
		['🕊️', 'pigeon', 'dove', 'ハト', '鳩'],
		['🐍', 'snake', 'ヘビ', '蛇'],
		['🐢', 'turtle', 'tortoise', 'カメ', '亀'],
		['🐸', 'frog', 'カエル', '蛙'],
		['🐟', 'fish', '魚'],
		['🐝', 'bee', 'ハチ', '蜂'],
		['🦋', 'butterfly', 'チョウ', '蝶'],
		['🌹', 'rose', 'バラ', '薔薇'],
		['🌷', 'tulip', 'チューリップ'],
		['🌻', 'sunflower', 'ヒマワリ', '向日葵'],
		['🌼', 'daisy', 'dandelion', 'タンポポ'],
		['🌸', 'cherry blossom', 'sakura', '桜', 'サクラ'],
		['🍎', 'apple', 'リンゴ'],
		['🍌', 'banana', 'バナナ'],
		['🚗', 'car', '車'],
		['🚲', 'bicycle', '自転車'],
		['🧑', 'person', 'human', '人'],
	].flatMap(([emoji = '', ...names]) => names.map((name) => [name.toLowerCase(), emoji] as const)),
);

/** A custom emoji of the guild, as far as it matters here. */
export interface CustomEmoji {
	readonly id: string;
	readonly name: string;
}

/** For a label that has neither an emoji of its own in the guild nor one in Unicode. */
const ANY_LABEL = '🏷️';

/**
 * The reaction that stands for a label: the guild's own emoji of that name (`:boar:`), else a Unicode one.
 * @returns a character, or `name:id` as Discord takes it
 */
export function labelEmoji(label: string, guildEmojis: readonly CustomEmoji[] = []): string {
	const name = label.trim().toLowerCase();
	const emojiName = name.replace(/[^a-z0-9]+/g, '_');
	const own = guildEmojis.find((emoji) => emoji.name.toLowerCase() === emojiName);
	return own ? `${own.name}:${own.id}` : (EMOJI.get(name) ?? ANY_LABEL);
}
