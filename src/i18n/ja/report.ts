import type { report as english } from '../en/report.ts';
import { exactPercent, percent } from '../format.ts';

export const report: typeof english = {
	title: (model) => `${model} の評価`,
	summary: {
		accuracy: (photos, { value, low, high }) =>
			`正解率 **${exactPercent(value)}**（${photos} 枚、95 % 信頼区間 ${exactPercent(low)}〜${exactPercent(high)}）`,
		macroF1: (value) => `マクロ F1 ${value}`,
		calibrationError: (value) => `較正誤差 ${value}`,
		unknownAuroc: (value) => `未知判定の AUROC ${value}`,
		mixesUp: (version, pairs) =>
			pairs.length === 0
				? `**${version}** は写真を 1 枚も取り違えませんでした`
				: `**${version}** の取り違え：${pairs.map(({ first, second, photos }) => `**${first}**と**${second}** ${photos} 枚`).join(' · ')}`,
		label: 'ラベル',
		photos: '写真',
		recall: '再現率',
		precision: '適合率',
		others: (labels) => `…ほか ${labels} ラベル`,
	},
	sources: {
		'out-of-fold':
			'どの写真も、その写真と同じグループの写真を学習していないモデルが判定しました（交差検証）。',
		'held-out':
			'どの写真も、その写真と同じグループの写真を学習していないモデルが判定しました。ホールドアウトの写真はこのモデル自身が、ほかは交差検証で判定しました。',
		given: 'フォルダーの写真で評価しました。',
	},
	holdout: (photos, { value, low, high }) =>
		`学習にいっさい使わないホールドアウトの写真 ${photos} 枚では ${exactPercent(value)}（95 % 信頼区間 ${exactPercent(low)}〜${exactPercent(high)}）。`,
	howToRead: '各数値の読み方は Hantei の docs/ja/report.md にあります。',
	figures: {
		heading: '数値',
		name: '指標',
		value: '値',
		accuracy: '正解率',
		macroF1: 'マクロ F1',
		logLoss: '対数損失（nat）',
		brier: 'ブライアスコア',
		calibrationError: '較正誤差（ECE）',
		unknownAuroc: '未知判定の AUROC',
		mixtureError: '較正誤差（半分はどのラベルでもない写真）',
		strangersAmongSure: '90 % 以上の答えのうち、どのラベルでもない写真',
	},
	labels: {
		heading: 'ラベル別',
		label: 'ラベル',
		photos: '写真',
		precision: '適合率',
		recall: '再現率',
		f1: 'F1',
		suspects: '疑わしい',
		suspectNote:
			'疑わしい写真とは、80 % 以上の確信度で別のラベルと判定された写真です。ラベルが間違っているか、モデルが間違っています。見て確かめてください。',
	},
	confusion: {
		heading: '何を何と判定したか',
		title: '何を何と判定したか',
		subtitle: '行：正しいラベル。列：判定。枚数と、行に占める割合。',
		manySubtitle: '行：正しいラベル。列：判定。枚数。',
		label: '正しいラベル',
		judged: '判定',
		photos: '枚数',
		right: '正解',
		wrong: '誤り',
		mostFrequent: '多い取り違え：',
		none: '取り違えはありません。',
		description: (labels, mixUps) =>
			`${labels} ラベルの混同行列。${mixUps.length > 0 ? `多い取り違え：${mixUps.join('、')}。` : '取り違えはありません。'}`,
		mixUp: (label, judged, photos, share) =>
			`${label}を${judged}と判定 ${photos} 枚（${percent(share, 'ja')}）`,
	},
	calibration: {
		title: '確信度は当てになるか',
		subtitle: (error) => `線の上なら、80 % と答えた写真の 80 % が正解。平均のずれ ${error}`,
		confidence: '確信度',
		accuracy: '実際の正解率',
		bar: '水色：各点の 95 % 信頼区間',
		description: (error) => `信頼度図：確信度ごとの実際の正解率。較正誤差 ${error}。`,
	},
	mixture: {
		title: '半分がどのラベルでもなければ？',
		description: (error, strangers) =>
			`半分をどのラベルでもない写真にしたときの信頼度図：表示した割合ごとの実際の正解率。較正誤差 ${error}、90 % 以上の答えのうちどのラベルでもない写真は ${strangers}。`,
	},
	riskCoverage: {
		title: '答えを絞ると誤りは減るか',
		subtitle: '確信度の高い写真だけに答えたときの誤りの割合',
		coverage: '答える写真の割合（確信度の高い順）',
		risk: '誤った答え',
		description: (half, all) =>
			`リスク・カバレッジ曲線：確信度の高い半分だけに答えると誤りは ${half}、すべてに答えると ${all}。`,
	},
	perLabel: {
		title: 'ラベル別の評価',
		subtitle: '再現率：そのラベルの写真を見つけた割合。適合率：そう判定して正しかった割合。',
		leastFound: (shown, labels) => `${labels} ラベルのうち再現率の低い ${shown} ラベル`,
		recall: '再現率',
		precision: '適合率',
		description: (weakest, recall) =>
			`ラベルごとの適合率と再現率。再現率が最も低いのは${weakest}の ${recall}。`,
	},
	overview: {
		mixUps: '多い取り違え（枚数）',
		noMixUps: '取り違えはありません',
		found: 'ラベルごとの再現率',
		leastFound: '再現率の低いラベル',
		calibration: '確信度ごとの正解率',
		confidence: '確信度',
		risk: '確信度の高い順の誤り',
		coverage: '答えた割合',
		accuracy: 'エポックごとの正解率',
		loss: 'エポックごとの損失',
	},
	learningCurve: {
		title: '写真を増やすと良くなるか',
		subtitle: '学習に使った枚数ごとの再現率',
		photos: '学習に使ったそのラベルの写真',
		accuracy: '再現率',
		description: (labels) => `${labels} ラベルの学習曲線。`,
	},
	networkSummary: {
		layer: '層',
		shape: '出力',
		parameters: 'パラメーター',
		total: (all, trained) => `パラメーター ${all} 個（うち学習するもの ${trained} 個）`,
	},
	trainingCurve: {
		title: '学習の経過',
		subtitle: '学習に使った写真は学習中、評価用の写真は各エポックの後の値',
		learned: '学習に使った写真',
		heldOut: '評価用の写真',
		accuracy: '正解率',
		loss: '損失',
		epoch: 'エポック',
		description: (epochs, accuracy) =>
			`${epochs} エポックの正解率と損失。最後の評価用の写真の正解率は ${accuracy}。`,
	},
	backbones: {
		title: 'バックボーンの比較',
		subtitle: (photos) => `学習に使わずに判定した写真 ${photos} 枚の正解率（線は 95 % 信頼区間）`,
		accuracy: '正解率',
		first: '比較の基準',
		difference: (value, low, high) => `${value} ポイント（${low}〜${high}）`,
		unknown: (auroc) => `未知 ${auroc}`,
		milliseconds: (value) => `${value} ms`,
		description: (ids) => `${ids.join('、')} の正解率と 95 % 信頼区間、先頭との差、それぞれの速さと大きさ。`,
	},
	hardest: {
		heading: '特に難しい写真',
		title: '高い確信度で誤った写真',
		judged: (label, confidence) => `判定${label} ${confidence}`,
		labelled: (label) => `ラベル${label}`,
		photo: '写真',
		description: (photos) => `高い確信度で誤って判定された写真 ${photos} 枚。`,
	},
	model: {
		heading: 'モデル',
		backbone: 'バックボーン',
		trainingPhotos: '写真',
		photosOf: (training) =>
			`${training.photos} 枚（うちホールドアウト ${training.holdout} 枚、除外 ${training.excluded} 枚）`,
		folds: '分割数',
		regularisation: '正則化の逆数 C',
		seed: 'シード',
		dataset: 'データセット',
		code: 'Hantei',
	},
	percent: exactPercent,
	share: (fraction) => percent(fraction, 'ja'),
};
