import type { cliDataset as english } from '../en/cli-dataset.ts';
import { byteSize } from '../format.ts';

export const cliDataset: typeof english = {
	labels: {
		about: 'ラベル（見分けたいもの）を扱う',
		add: 'ラベルを追加する',
		list: 'ラベルを一覧表示する',
		edit: 'ラベルを変更する',
		remove: 'ラベルを、集めた写真ごと削除する',
		name: 'ラベルの名前（どの文字でも可）',
		names: 'ラベルの名前（どの文字でも可、コンマで複数）',
		newName: '新しい名前',
		alias: '別名（複数指定可）',
		japanese: '日本語での呼び名（例：カラス。空にすると取り消し）',
		english: '英語での呼び名（例：crow。空にすると取り消し）',
		search: '名前より先に検索に使う語（複数指定可）',
		exclude: '対象外にする語（例：「カラス口」。複数指定可）',
		taxon: 'iNaturalist の分類群の番号、または none',
		yes: '確認しない',
		added: (name) => `「${name}」を追加しました。`,
		edited: (name) => `「${name}」を変更しました。`,
		removed: (name) => `「${name}」と、集めた写真を削除しました。`,
		removalNeedsYes: (name, count) =>
			`「${name}」には写真が ${count} 枚あります。まとめて削除するには：hantei labels remove ${name} --yes`,
		taxonIs: (name, id) => `iNaturalist では${name}（分類群 ${id}）です。`,
		calledNow: (language, name) => `${language === 'ja' ? '日本語' : '英語'}では「${name}」と表示します。`,
		taxonChoice: (name) =>
			`どれを指しますか。hantei labels edit ${name} --taxon 番号 で選べます（選ばなくても、ほかの取得元は名前で検索します）`,
		taxonUnknown: 'いま iNaturalist に問い合わせできません。ほかの取得元は名前で検索します。',
		others: (labels, model) => `ほかに ${model} が見分けるもの：${labels.join('、')}`,
		none: 'ラベルがまだありません。追加するには：hantei labels add カラス',
		columns: {
			name: 'ラベル',
			photos: '枚数',
			called: '呼び名',
			aliases: '別名',
			search: '検索語',
			taxon: '分類群',
		},
	},
	crawl: {
		about: '自由なライセンスの写真を、各ラベルの枚数に達するまで集める',
		labels: 'ラベル（省略するとすべて）',
		count: '各ラベルの目標枚数（すでにある写真を含む）',
		dryRun: '検索だけして、取得も保存もしない',
		source: 'この取得元だけを使う（folder、inaturalist、commons、openverse、flickr。複数指定可）',
		local: (origin) => `写真はインターネットではなく、このマシンの代役サーバー（${origin}）から取得します。`,
		running: (name, accepted, wanted, sources, rest) =>
			`${name} ${accepted}/${wanted}${sources ? ` ・ ${sources}` : ''}${rest ? ` ・ ${rest}` : ''}`,
		perSourceShort: (source, accepted, bytes) => `${source} ${accepted}（${byteSize(bytes)}）`,
		rejected: (count) => `不採用 ${count}`,
		left: (seconds) => `残り約 ${duration(seconds)}`,
		complete: (name, accepted) => `「${name}」の写真は ${accepted} 枚です。`,
		short: (name, accepted, wanted) =>
			`「${name}」の写真は ${wanted} 枚中 ${accepted} 枚です。今のところ、どの取得元にもこれ以上ありません。`,
		nothing: (name) =>
			`⚠️ 「${name}」は見つかりませんでした。英語名や学名、より広い言葉などを試してください：hantei labels edit ${name} --search 言葉`,
		words: (words) => `  検索した言葉：${words.join('、')}`,
		reasons: (reasons) => `  不採用：${reasons}`,
		perSource: (source, found, accepted, quarantined, bytes) =>
			`  ${source}：${found} 件を発見、${accepted} 枚を採用${quarantined > 0 ? `、${quarantined} 枚を保留` : ''}、${byteSize(bytes)}`,
		cancelled: '中止しました。集めた写真は残っています。同じコマンドで続きから再開できます。',
		preview: (name, accepted, waiting, next) =>
			`「${name}」：${accepted} 枚あり、${waiting} 枚が順番待ち。次に見るのは ${next} 枚：`,
		previewRejected: (reasons) => `  採用しないもの：${reasons}`,
	},
	dataset: {
		about: '集めた写真を扱う',
		stats: 'ラベルごとの枚数を表示する',
		remove: '写真を削除する（二度と取得しない）',
		references: '写真（#番号、取得元：ID、アドレス、ページ、SHA-256 の先頭のいずれか）',
		author: '作者の写真すべて（取得元：名前）',
		reason: '記録に残す理由',
		export: 'データセットを、クレジット付きで新しいフォルダーか zip に書き出す',
		import: 'ラベルごとに分けたフォルダーか zip を取り込む',
		target: '新しいフォルダー、または .zip で終わる名前',
		from: 'フォルダーか zip（crow/1.jpg …、metadata.csv があれば読む）',
		licences: 'このライセンスの写真だけ（コンマ区切り）',
		attribution: 'すべての写真のクレジットを表示する（Markdown、--csv か --json でその形式）',
		doctor: '写真の疑わしい点と対処を表示する（ラベル違いかもしれないもの、外れ、重複、枚数不足など）',
		curve: '各ラベルの写真を増やした効果も測り、ファイル名があれば図にする（数分かかる）',
		csv: 'CSV で出力する',
		json: 'JSON で出力する',
		columns: {
			label: 'ラベル',
			photos: '枚数',
			quarantined: '保留',
			waiting: '順番待ち',
			rejected: '不採用',
			removed: '削除済み',
			duplicates: '複製',
			bytes: '容量',
			total: '合計',
		},
		reasons: (reasons) => `不採用：${reasons}`,
		quarantines: (reasons) => `保留：${reasons}`,
		licencesAre: (licences) => `ライセンス：${licences}`,
		bytes: byteSize,
		removed: (count, decision) =>
			`${count} 枚を削除しました（決定 ${decision}）。再び取得することはありません。`,
		notFound: (reference) => `${reference} という写真はありません。`,
		nothingToRemove: '写真か作者を指定してください：hantei dataset remove commons:1234',
		exported: (count, target) => `${count} 枚をクレジットとともに ${target} に書き出しました。`,
		exportMissing: (count) => `ファイルがないため ${count} 枚を除外しました。`,
		exportLeftOut: (count) => `ライセンスが異なるため ${count} 枚を除外しました。`,
		shareAlike:
			'継承（ShareAlike）の写真があります。これらから作ったものは、同じライセンスでのみ公開できます。',
		imported: (count) => `${count} 枚を取り込みました。`,
		newLabels: (names) => `新しいラベル：${names.join('、')}`,
		steps: { export: '写真を書き出しています', import: '写真を取り込んでいます' },
	},
};

function duration(seconds: number): string {
	if (seconds < 90) return `${Math.max(1, Math.round(seconds))} 秒`;
	return seconds < 5_400 ? `${Math.round(seconds / 60)} 分` : `${(seconds / 3600).toFixed(1)} 時間`;
}
