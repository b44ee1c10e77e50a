import type { model as english } from '../en/model.ts';
import { byteSize } from '../format.ts';

export const model: typeof english = {
	model: {
		name: 'モデル',
		description: 'このサーバーのモデル（今のもの、以前のもの）を扱います',
		list: { name: '一覧', description: 'すべてのバージョンと評価、どれが判定しているかを表示します' },
		info: {
			name: '詳細',
			description: 'バージョンの評価を数値と図で表示します',
			options: {
				version: { name: 'バージョン', description: 'バージョン。省略すると今判定しているもの' },
			},
		},
		compare: {
			name: '比較',
			description: 'どちらも学習していない写真で 2 つのバージョンを比べます',
			options: {
				version: { name: 'バージョン', description: 'バージョン' },
				with: { name: '相手', description: '比べる相手。省略すると今判定しているもの' },
			},
		},
		promote: {
			name: '切り替え',
			description: '指定したバージョンに切り替えます',
			options: { version: { name: 'バージョン', description: 'バージョン' } },
		},
		rollback: { name: 'ロールバック', description: '前に判定していたバージョンに戻します' },
		export: {
			name: '書き出し',
			description: 'バージョンを、クレジット付きの zip か、ほかのツール用のネットワークとして受け取ります',
			options: {
				version: { name: 'バージョン', description: 'バージョン。省略すると今判定しているもの' },
				format: { name: '形式', description: '何で使うか。省略するとほかの Hantei' },
			},
		},
		import: {
			name: '取り込み',
			description: 'ほかで学習したモデルを使います（Teachable Machine、Keras、ONNX、TensorFlow Lite）',
			options: {
				file: { name: 'ファイル', description: '.zip・.h5・.keras・.onnx・.tflite のファイル' },
				labels: {
					name: 'ラベル',
					description: '何を見分けるか。モデルの順番どおりに、カンマ区切りで。省略するとファイルの記載',
				},
				range: {
					name: '範囲',
					description: '学習したときの画素値の範囲。省略するとファイルか集めた写真から調べます',
				},
				promote: { name: '切り替え', description: '今のモデルに劣っても、比べられなくても、切り替えます' },
			},
			ranges: {
				'0..255': '0〜255（そのまま）',
				'0..1': '0〜1（255 で割る）',
				'-1..1': '-1〜1',
				imagenet: 'PyTorch と同じ（ImageNet の平均と標準偏差）',
			},
		},
		backbone: {
			name: 'バックボーン',
			description: '運営者用：すべてのモデルの土台になるネットワークの確認と切り替え',
			inUse: (id) => `**新しいモデルは ${id} で作ります**`,
			isInUse: '✅ 使用中',
			bundled: '同梱',
			serves: (host, servers) =>
				host || servers > 0
					? `判定に使用：${[...(host ? ['運営者のモデル'] : []), ...(servers > 0 ? [`サーバー ${servers} 件`] : [])].join('、')}`
					: '判定には未使用',
			broken: (id, reason) => `⚠️ **${id}** は使えません：${reason}`,
			host: '運営者のモデル',
			moving: (id) => `▶️ **${id} に切り替えています**`,
			step: (classifier, position, total, step) =>
				`${total} 件中 ${position} 件目：${classifier} · ${step ?? '待機中'}`,
			elsewhere: '別のプロセスが進めているか、まもなく続きを始めます',
			ended: {
				finished: (id) => `☑️ 前回の切り替え（**${id}** へ）は完了しました：`,
				cancelled: (id) =>
					`⏹️ 前回の切り替えは中止されました。新しいモデルはこれまでどおり **${id}** で作ります。移し終えたものはそのまま判定を続けます：`,
			},
			hint: '-# 運営者のマシンでは、`hantei backbone download` と `import` で追加し、`compare` で手元の写真での実力を比べられます。',
			choose: '別のバックボーンに切り替える…',
			question: (id, classifiers) =>
				[
					`新しいモデルを **${id}** で作り、今のモデル（${classifiers} 件）もそちらへ移しますか？`,
					'分類器を 1 つずつ学習し直します。同じ写真で比べて悪くなっていないときだけ切り替わり、それまでは（悪いときはその後も）今のモデルが判定を続けます。いつでも中止でき、元に戻すこともできます。',
				].join('\n'),
			move: '切り替える',
			refresh: '更新',
		},
		details: '詳細',
		title: '**モデル**（新しい順）',
		version: (version) => `**${version}**`,
		serves: '✅ 判定中',
		previous: '↩️ 前のモデル',
		challenger: '🆕 最後に学習',
		hosts: '運営者のモデル',
		accuracy: (accuracy, photos) => `正解率 ${accuracy}（${photos} 枚）`,
		labels: (labels) => `ラベル ${labels} 個`,
		unreadable: '⚠️ 読み込めません',
		more: (lines) => `…ほか ${lines} 件`,
		follows: 'このサーバーのモデルはまだ使われていません。運営者のモデルが判定しています。',
		none: 'このサーバーのモデルはまだありません。',
		hint: (retrain) => `-# ${retrain} で新しいモデルを学習します。`,
		trained: (when) => `学習 ${when}`,
		knows: (labels) => `見分けるもの：${labels}`,
		learned: (photos, holdout, excluded) =>
			[
				`写真 ${photos} 枚`,
				...(holdout > 0 ? [`うち評価用 ${holdout} 枚`] : []),
				...(excluded > 0 ? [`疑わしいため除外 ${excluded} 枚`] : []),
			].join('、'),
		fineTuned: (from, bytes) =>
			`🎛️ ファインチューニング済み：${from} の最後の 2 ブロックも学習しました。${bytes === undefined ? '専用のバックボーンはもうありません' : `専用のバックボーンがディスクを ${byteSize(bytes)} 使っています`}`,
		isFineTuned: (version) =>
			`-# 🎛️ ${version} はファインチューニング済みで、専用のバックボーンを持っています。`,
		licences: (list) => `-# ライセンス：${list}`,
		attribution: (command) => `-# 写真の作者：${command} の ATTRIBUTION.md`,
		fit: (version, why) => `⚖️ 両方が判定した写真で比べると、${version} は判定に適しています：${why}`,
		unfit: (version, why) => `⚖️ 両方が判定した写真で比べると、${version} には切り替わりません：${why}`,
		hardest: (version) => `**${version} が苦手な写真**：自信をもって間違えたもの`,
		cannotAttach: '-# ここではファイルを添付できないため、図は表示できません。',
		comparison: (candidate, champion, photos) =>
			`**${candidate}** と **${champion}** を、判定した時点でどちらも学習していなかった写真 ${photos} 枚で比較`,
		nothingInCommon: (candidate, champion) =>
			`**${candidate}** と **${champion}** には共通して判定した写真がないため、1 枚ずつ比べられません。`,
		noCommonLabel: (candidate, champion) =>
			`**${candidate}** と **${champion}** に共通するラベルがないため、比べられません。`,
		fewPairs: '-# 写真が少なすぎるため、ラベルごとの比較はできません。',
		outcomes: (candidate, onlyCandidate, champion, onlyChampion, both, neither) =>
			`どちらも正解 ${both} · ${candidate} だけ正解 ${onlyCandidate} · ${champion} だけ正解 ${onlyChampion} · どちらも不正解 ${neither}`,
		difference: (points, low, high) => `正解率の差 **${points}** ポイント（95 % 区間 ${low}〜${high}）`,
		chance: (p) => `偶然でこれほどの差が出る確率 ${p}`,
		table: { label: 'ラベル', photos: '枚数' },
		ofOtherLabels: '-# 両方が知っているラベルだけで比べています。',
		sameVersion: '同じバージョンです。2 つ選んでください。',
		confirmPromote: (version, serving) => `${serving} から **${version}** に切り替えますか？`,
		against: (why) => `⚠️ 比較の結果は反対です：${why}。`,
		forced: '-# それでも切り替えられますが、変更履歴とサーバーのログに残ります。',
		promoteNow: '切り替える',
		promoteAnyway: 'それでも切り替える',
		leave: 'やめる',
		left: '何も変更していません。',
		servesAlready: (version) => `すでに **${version}** が判定しています。`,
		hostsOwn: (version) =>
			`**${version}** は運営者のモデルです。見ることはできますが、切り替えや書き出しはできません。`,
		promoted: (version, before) => `✅ ${before} に代わって **${version}** が判定します。`,
		confirmRollback: (serving, target) =>
			`**${serving}** から、前に判定していた **${target}** に戻しますか？`,
		rollBackNow: '戻す',
		nothingBefore: (serving) => `**${serving}** より前に判定していたものはないため、戻せません。`,
		rolledBack: (version, before) => `↩️ ${before} に代わって、再び **${version}** が判定します。`,
		changedMeanwhile: (serving) =>
			`その間に別のモデル **${serving}** に切り替わりました。もう一度確認してください。`,
		exportedNetwork: (version, format, bytes) =>
			`**${version}** の ${format} ネットワーク（${byteSize(bytes)}）。知らないものの見分け方は ONNX だけに入ります。`,
		exported: (version, bytes) => `**${version}**（${byteSize(bytes)}、ATTRIBUTION.md 付き）`,
		tooLarge: (version, bytes, limit, command) =>
			`**${version}** は ${byteSize(bytes)} あり、ここで送れるのは ${byteSize(limit)} までです。運営者のマシンでは：\`${command}\``,
		log: {
			promoted: (user, version, before) => `${user}が ${before} から **${version}** に切り替えました。`,
			forced: (user, version, why) =>
				`⚠️ ${user}が比較の結果に反して **${version}** に切り替えました：${why}。`,
			rolledBack: (user, version, before) => `${user}が ${before} から **${version}** に戻しました。`,
		},
	},
};
