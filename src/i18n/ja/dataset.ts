import type { dataset as english } from '../en/dataset.ts';
import { byteSize } from '../format.ts';
import { crawl } from './crawl.ts';

export const dataset: typeof english = {
	labels: {
		name: 'ラベル',
		description: 'ここで Hantei が見分けるものを決めます',
		add: {
			name: '追加',
			description: '写真を集めるラベルを追加します',
			options: {
				name: { name: '名前', description: '表示される名前（例：カラス）。コンマで区切ると複数' },
				aliases: { name: '別名', description: '別名をコンマ区切りで（例：crow, からす）' },
				search: {
					name: '検索語',
					description: '名前より先に検索する言葉をコンマ区切りで（例：carrion crow）',
				},
				exclude: {
					name: '除外語',
					description: '目的でない写真の言葉をコンマ区切りで（例：crow bar, ロゴ）',
				},
			},
		},
		list: { name: '一覧', description: 'すべてのラベルと写真の枚数を表示します' },
		edit: {
			name: '編集',
			description: 'ラベルの名前、検索語、意味を変更します',
			options: {
				label: { name: 'ラベル', description: 'ラベル' },
				japanese: { name: '日本語名', description: '日本語での呼び名（例：カラス）' },
				english: { name: '英語名', description: '英語での呼び名（例：crow）' },
			},
		},
		remove: {
			name: '削除',
			description: 'ラベルをその写真ごと削除します',
			options: { label: { name: 'ラベル', description: 'ラベル' } },
		},
		added: (label) => `**${label}**を追加しました。`,
		changed: (label) => `**${label}**を変更しました。`,
		whichTaxon:
			'次のどれかですか？ 選ぶと、愛好家が確認したその生きものの観察記録から写真を集めます。違うときは「どれでもない」を選んでください。',
		noTaxon:
			'iNaturalist にその名前の生きものがないため、言葉で検索します。あいまいな名前なら検索語を設定してください。',
		taxaUnavailable:
			'iNaturalist が応答しないため、どの生きものかを確認できません。あとで `/labels edit` で選べます。',
		chooseTaxon: 'どの生きものですか？',
		noneOfThese: 'どれでもない',
		noneOfTheseHint: '言葉だけで検索します',
		taxonHint: (rank, group, observations) =>
			[rank, group, `観察 ${observations.toLocaleString('ja')} 件`].filter(Boolean).join(' · '),
		taxonChosen: (label, taxon) => `**${label}**は *${taxon}* です。`,
		taxonDropped: (label) => `**${label}**は言葉で検索します。`,
		collect: '写真を集める',
		chooseLater: (labels) => `${labels}がどの生きものかは、\`/labels edit\` で選べます。`,
		chooseTaxonOf: (label) => `${label}とはどの生きものですか？`,
		addedAll: (labels) => `追加しました：${labels}`,
		local: '-# ⚠️ 候補は iNaturalist ではなく、このマシンにある代役サーバーのものです。',
		others: (labels, model) => `ほかに運営者のモデル ${model} が見分けるもの：${labels}`,
		followed:
			'これは運営者のものです。ここで何かを変更するまで、このサーバーは運営者のものを使います。変更すると、このサーバー用の複製ができます。',
		empty: 'ここにはまだラベルがありません。追加するまでは、運営者のモデルで判定します。',
		line: (label, photos) => `**${label}** ${photos} 枚`,
		taxon: (name) => `*${name}*`,
		aliases: (names) => `別名：${names}`,
		searchTerms: (terms) => `検索語：${terms}`,
		exclusions: (words) => `除外語：${words}`,
		more: (lines) => `…ほか ${lines} 件`,
		form: {
			title: 'ラベル',
			name: '名前',
			aliases: '別名（1 行に 1 つ）',
			search: '先に検索する言葉（1 行に 1 つ）',
			exclude: '目的でない写真の言葉（1 行に 1 つ）',
		},
		confirmRemoval: (label, photos) => `**${label}**とその写真 ${photos} 枚を完全に削除しますか？`,
		removeOf: (label) => `${label}を削除…`,
		removeNow: '削除する',
		keep: 'やめる',
		kept: '何も変更していません。',
		wasRemoved: (label, photos) => `**${label}**とその写真 ${photos} 枚を削除しました。`,
	},
	crawl: {
		name: '収集',
		description: '自由に使えるライセンスの写真を集めます',
		options: {
			label: { name: 'ラベル', description: 'ラベル、またはすべて' },
			count: { name: '枚数', description: 'そのラベルが持つべき写真の枚数' },
			source: { name: '取得元', description: '取得元。省略するとすべて（良いものから順に）' },
		},
		sources: crawl.sources,
		allLabels: (labels) => `すべてのラベル（${labels}）`,
		waiting: (ahead) =>
			ahead === 0 ? '⏳ 前の収集が終わりしだい始めます…' : `⏳ ほかの収集 ${ahead} 件のあとに始めます…`,
		starting: '🔎 写真を探しています…',
		running: (accepted, wanted) => `🔎 **写真を収集中** ${accepted} / ${wanted} 枚`,
		remaining: (minutes) => (minutes <= 1 ? '残り約 1 分' : `残り約 ${minutes} 分`),
		label: (label, accepted, wanted) => `**${label}** ${accepted} / ${wanted} 枚`,
		short: 'どの取得元にももうありません',
		words: (words) => `-# 検索した言葉：${words.map((word) => `「${word}」`).join('')}`,
		foundNothing: (label, words) =>
			`⚠️ **${label}**：${words.map((word) => `「${word}」`).join('')}では見つかりませんでした。\`/labels edit\` で別名や検索語（英語名や学名、より広い言葉など）を加えてください。`,
		nothingCame: '⚠️ **収集が終わりました**：写真は見つかりませんでした',
		source: (source, accepted) => `${source} ${accepted} 枚`,
		rejected: (count, reasons) => `不採用 ${count} 枚（${reasons}）`,
		quarantined: (count) => `確認待ち ${count} 枚`,
		failed: (count) => `後日再試行 ${count} 枚`,
		bytes: (bytes) => `受信 ${byteSize(bytes)}`,
		finished: (photos) => `✅ **収集が終わりました**：${photos} 枚増えました`,
		cancelled: (photos, user) =>
			`⏹️ **${user === undefined ? '' : `${user}が`}収集をキャンセルしました**：増えた ${photos} 枚は残ります`,
		interrupted: (photos) =>
			`⏸️ **収集を中断しました**：ここまでに ${photos} 枚増えました。Hantei を停止するためで、次に起動したときに続けます。`,
		gaveUp:
			'⏹️ **収集をあきらめました**：何度も中断されました。集めた写真は残っています。`/crawl` で続けられます。',
		resumed: '-# 途中で Hantei が再起動されました。',
		crawlFailed: (photos, reference) =>
			`❌ **収集に失敗しました**：増えた ${photos} 枚は残ります。詳しくは運営者のログ（参照番号 ${reference}）を見てください。`,
		more: (lines) => `…ほか ${lines} 行`,
		cancel: 'キャンセル',
		local: '-# ⚠️ 写真の取得元はこのマシンの代役サーバーです。インターネットの写真はありません。',
	},
	dataset: {
		name: 'データセット',
		description: 'Hantei が学習に使う写真を扱います',
		stats: { name: '統計', description: 'ラベルごとの枚数、取得元、ライセンスを表示します' },
		sample: {
			name: '見本',
			description: '写真の一部を作者とともに表示します',
			options: { label: { name: 'ラベル', description: 'ラベル。省略するとすべてから' } },
		},
		remove: {
			name: '削除',
			description: '写真を削除します。二度と取得しません',
			options: {
				photo: { name: '写真', description: '最後の見本での番号、ID（#123）、またはリンク' },
			},
		},
		review: { name: '確認', description: '学習に最も役立つ写真を確認し、残す・削除・ラベル変更をします' },
		total: (photos, bytes) => `**写真 ${photos} 枚**、${byteSize(bytes)}`,
		line: (label, photos) => `**${label}** ${photos} 枚`,
		quarantined: (count, reasons) => `確認待ち ${count} 枚（${reasons}）`,
		rejected: (count, reasons) => `不採用 ${count} 枚（${reasons}）`,
		waiting: (count) => `未取得 ${count} 枚`,
		duplicates: (count) => `重複 ${count} 枚`,
		imbalance: (factor) =>
			`⚠️ 最も多いラベルの写真は最も少ないラベルの ${factor} 倍です。同じくらいの枚数のほうがよく学習できます。`,
		more: (lines) => `…ほか ${lines} 行`,
		noPhotos: 'ここにはまだ写真がありません。',
		sampleTitle: (label) => (label === undefined ? '**見本**' : `**${label}の見本**`),
		arrived: '**集まった写真**',
		shown: (shown, all) => `-# ${all} 枚中 ${shown} 枚`,
		taughtCredit: (number, member) => `**${number}** ${member}さんの提供`,
		untitled: '無題',
		unknownAuthor: '作者不明',
		missingFiles: (count) => `-# ⚠️ ${count} 枚はファイルがないか、壊れています。`,
		cannotAttach: '⚠️ ここではファイルを添付できないため、写真を表示できません。',
		openverse: '-# Openverse を利用しています（Openverse による推奨ではありません）。',
		chooseRemoval: '写真を削除…',
		goneAlready: 'これらの写真はすでに削除されています。何も変更していません。',
		confirmRemoval: (credits, count) =>
			`${credits}\n${count === 1 ? 'この写真' : `この ${count} 枚`}を削除しますか？ どの取得元からも二度と取得しません。`,
		removeNow: '削除する',
		keep: 'やめる',
		kept: '何も変更していません。',
		removed: (count) => `${count} 枚を削除しました。二度と取得しません。`,
		undo: '元に戻す',
		undone: (count) => `${count} 枚を元に戻しました。`,
	},
};
