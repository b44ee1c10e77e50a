import type { doctor as english } from '../en/doctor.ts';

const percent = (share: number) => `${Math.round(100 * share)} %`;
const ratio = (value: number) => value.toFixed(2);

export const doctor: typeof english = {
	issues: {
		'label-noise': 'ラベル違い？',
		outlier: 'ほかと似ていない',
		'cross-label': '別のラベルにもある',
		'near-duplicate': '重複',
		'too-small': '小さすぎる',
		blurred: 'ぼけている',
		imbalance: '枚数の偏り',
		'too-few': '枚数不足',
		'dominant-author': '作者の偏り',
	},
	review: {
		title: '**確認**：次の写真への回答が最も学習に役立ちます。',
		howTo: '-# 下で写真を選び（選ばなければすべて）、どうするかを決めてください。',
		nothing:
			'確認する写真はありません。疑わしい写真は見つかっていません。次の学習のあとに出てくることがあります（`/retrain` で学習）。',
		follows:
			'確認する写真はありません。このサーバーは運営者のラベルと写真を使っています。ここで何かを変更すると、専用のものができます。',
		done: '✅ 今のところ確認する写真はこれですべてです。`/retrain` で回答を学習に反映できます。',
		end: 'これが最後です。**最初から**を押すと、飛ばした写真を表示します。',
		doubt: (label, suggestion) => `${label}？ それとも**${suggestion}**？`,
		asks: (label) => `${label}？`,
		leftOut: '学習から除外中',
		answered: {
			kept: (label) => `✅ ${label}`,
			removed: '🗑️ 削除済み',
			gone: 'なくなりました',
		},
		choose: 'どの写真ですか？ 選ばなければすべて',
		relabel: '別のラベルにする…',
		keep: (count, all) => (all ? `${count} 枚すべて残す` : `${count} 枚を残す`),
		remove: (count, all) => (all ? `${count} 枚すべて削除` : `${count} 枚を削除`),
		next: '次へ',
		restart: '最初から',
		undo: '元に戻す',
		kept: (count) => `✅ ${count} 枚を残しました。`,
		removed: (count) => `🗑️ ${count} 枚を削除しました。二度と取得しません。`,
		relabelled: (count, label) => `🏷️ ${count} 枚を**${label}**に移しました。`,
		undone: (count) => `↩️ ${count} 枚を元に戻しました。`,
		answeredAlready: 'これらの写真はほかの人がすでに回答しています。',
		log: {
			kept: (user, count) => `${user}が写真 ${count} 枚を確認して残しました。`,
			relabelled: (user, count, label) => `${user}が写真 ${count} 枚を**${label}**に移しました。`,
		},
	},
	cli: {
		steps: { embed: '写真の特徴を計算中', curve: '学習曲線を計算中' },
		healthy: '問題は見つかりませんでした。',
		columns: { issue: '問題', count: '枚数', excluded: '除外', worst: '最大' },
		labelColumns: { issue: '問題', label: 'ラベル', finding: '内容' },
		examples: '特に疑わしい写真',
		examined: (photos, labels) => `${labels} ラベルの写真 ${photos} 枚を調べました。`,
		whatToDo: '対処',
		suggests: (label, suggestion) => `${label}（${suggestion}らしい）`,
		advice: {
			'label-noise':
				'チャットの /dataset review で確認し、残すか、削除するか、正しいラベルを選んでください。特に疑わしいものは、それまで学習から除外されます。',
			outlier:
				'チャットの /dataset review で確認してください。絵、像、料理などが混ざっていることがあります。',
			'cross-label':
				'同じ写真が二つのラベルにあります。チャットの /dataset review でどちらが正しいか決めてください。',
			'near-duplicate': '対処は不要です。重複は学習用と評価用に分かれません。枚数が多く見えるだけです。',
			'too-small': '`hantei crawl` で大きい写真を集めるか、削除してください。',
			blurred: '何が写っているか分からないものは削除してください。',
			imbalance: 'これらのラベルの写真を増やしてください：`hantei crawl ラベル`',
			'too-few':
				'これらのラベルの写真を増やしてください：`hantei crawl ラベル`。それまで数値は偶然に左右されます。',
			'dominant-author': 'ほかの人の写真も集めてください。一人の庭とカメラを覚えてしまいます。',
		},
		uneven: (photos, largest) => `${photos} 枚（最も多いラベルは ${largest} 枚）`,
		few: (pictures, wanted) => `異なる写真が ${pictures} 枚（少なくとも ${wanted} 枚必要）`,
		author: (author, photos, all) => `${all} 枚のうち ${photos} 枚が${author}の写真`,
		curve: {
			title: '次に集める写真',
			more: ({ label, more, now, later, low, high }) =>
				`${label}：あと ${more} 枚で再現率は ${ratio(now)} から約 ${ratio(later)} になりそうです（${ratio(low)}〜${ratio(high)}）`,
			enough: (label, now) =>
				`${label}：再現率 ${ratio(now)}。同じような写真を増やしてもほとんど上がりません`,
			unclear: (label, now) => `${label}：再現率 ${ratio(now)}。写真が少なく、増やした効果は分かりません`,
		},
		score: percent,
	},
};
