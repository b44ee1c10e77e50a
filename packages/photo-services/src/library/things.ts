/** A group of living things, as iNaturalist knows it; the numbers are ours. */
export interface TaxonRecord {
	readonly id: number;
	readonly name: string;
	readonly rank: string;
	readonly rankLevel: number;
	readonly english: string;
	readonly japanese: string;
	readonly group: string;
	/** Further names it is found by. */
	readonly alsoCalled: readonly string[];
}

export interface Thing {
	/** Names that a search finds it by, besides that of its label. */
	readonly names: readonly string[];
	/** What it may be taken for, the widest first; none for what does not live or is no one kind of thing. */
	readonly taxa: readonly TaxonRecord[];
}

type TaxonRow = readonly [
	id: number,
	name: string,
	rank: 'phylum' | 'class' | 'order' | 'infraorder' | 'genus' | 'species',
	english: string,
	japanese: string,
	alsoCalled?: readonly string[],
];

const RANK_LEVELS = { phylum: 60, class: 50, order: 40, infraorder: 35, genus: 20, species: 10 };

function taxa(group: string, rows: readonly TaxonRow[]): TaxonRecord[] {
	return rows.map(([id, name, rank, english, japanese, alsoCalled = []]) => ({
		id,
		name,
		rank,
		rankLevel: RANK_LEVELS[rank],
		english,
		japanese,
		group,
		alsoCalled,
	}));
}

const THINGS: Readonly<Record<string, Thing>> = {
	crow: {
		names: ['カラス', '烏', 'corvus'],
		taxa: taxa('Aves', [
			[900_101, 'Corvus', 'genus', 'Crows and Ravens', 'カラス属', ['crow', 'カラス', '烏']],
			[900_102, 'Corvus corone', 'species', 'Carrion Crow', 'ハシボソガラス'],
			[900_103, 'Corvus macrorhynchos', 'species', 'Large-billed Crow', 'ハシブトガラス'],
		]),
	},
	boar: {
		names: ['wild boar', 'イノシシ', '猪', 'sus scrofa'],
		taxa: taxa('Mammalia', [[900_201, 'Sus scrofa', 'species', 'Wild Boar', 'イノシシ', ['boar', '猪']]]),
	},
	monkey: {
		names: ['macaque', 'サル', '猿', 'ニホンザル'],
		taxa: taxa('Mammalia', [
			[900_301, 'Simiiformes', 'infraorder', 'Monkeys and Apes', '真猿類', ['monkey', 'サル', '猿']],
			[900_302, 'Macaca fuscata', 'species', 'Japanese Macaque', 'ニホンザル', ['snow monkey']],
		]),
	},
	cat: {
		names: ['house cat', 'ネコ', '猫'],
		taxa: taxa('Mammalia', [
			[900_401, 'Felis catus', 'species', 'Domestic Cat', 'イエネコ', ['cat', 'ネコ', '猫']],
		]),
	},
	apple: {
		names: ['リンゴ', 'りんご'],
		taxa: taxa('Plantae', [[900_501, 'Malus domestica', 'species', 'Apple', 'リンゴ', ['りんご']]]),
	},
	mushroom: {
		names: ['toadstool', 'キノコ', '茸'],
		taxa: taxa('Fungi', [
			[
				900_601,
				'Agaricomycetes',
				'class',
				'Mushrooms, Bracket Fungi, and Allies',
				'ハラタケ綱',
				['mushroom', 'キノコ', '茸'],
			],
			[900_602, 'Amanita muscaria', 'species', 'Fly Agaric', 'ベニテングタケ'],
		]),
	},
	sailboat: { names: ['sailing boat', 'yacht', 'ヨット', '帆船'], taxa: [] },
	tree: {
		names: ['木', '樹木'],
		taxa: taxa('Plantae', [
			[900_701, 'Tracheophyta', 'phylum', 'Vascular Plants', '維管束植物', ['tree', '木', '樹木']],
			[900_702, 'Quercus', 'genus', 'Oaks', 'コナラ属'],
		]),
	},
};

/** What is known of a label; of a host's own, nothing but its name. */
export function thingOf(label: string): Thing {
	return THINGS[label.toLowerCase()] ?? { names: [], taxa: [] };
}
