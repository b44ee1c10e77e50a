import type { training as english } from '../en/training.ts';
import { byteSize } from '../format.ts';

export const training: typeof english = {
	retrain: {
		name: '再学習',
		description: '写真から新しいモデルを学習します。その間も今のモデルが判定を続けます',
		options: {
			crawl: { name: '収集', description: '先に写真を集めます。各ラベルが持つべき枚数' },
			label: { name: 'ラベル', description: '写真を集めるラベルをコンマ区切りで。省略するとすべて' },
			network: {
				name: 'ネットワーク',
				description: '運営者用：代わりに、ネットワーク全体を一から学習します',
			},
			size: { name: 'サイズ', description: 'ネットワークに見せる写真の一辺のピクセル数' },
			epochs: { name: 'エポック', description: 'すべての写真を何回学習するか' },
			augment: { name: '水増し', description: '毎回、写真をどう変えるか' },
			patience: {
				name: '打ち切り',
				description: '損失がこのエポック数だけ下がらなければ終え、最も良かった重みを残します',
			},
			fineTune: {
				name: 'ファインチューニング',
				description: '運営者用：バックボーンの最後のブロックも学習します',
			},
		},
		question: '**新しいモデルを学習しますか？**',
		label: (label, photos) => `**${label}** ${photos} 枚`,
		missing: (label, photos, missing) =>
			`⚠️ **${label}**は ${photos} 枚です。あと ${missing} 枚集まるまで学習に含まれません。`,
		grows: (label, photos, wanted) => `**${label}** ${photos} 枚（${wanted} 枚にします）`,
		followed:
			'このサーバーは運営者のラベルと写真を使っています。学習すると、このサーバー専用のコピーが作られます。',
		collects: (labels, wanted) => `先に${labels}の写真を集めます（各 ${wanted} 枚まで）。`,
		allLabels: 'すべてのラベル',
		augmentations: {
			none: '変えない',
			course: '20° まで回転、左右反転',
			keras: '1 割までずらす、左右反転',
		},
		scratch: (architecture, side, epochs, augmentation) =>
			`ネットワーク全体を一から学習します：\`${architecture}\`、写真は ${side} × ${side} ピクセル、${epochs} エポック、写真の変え方：${augmentation}。`,
		scratchExpect:
			'-# 写真が数百枚では、あまり期待できません。5 万枚のために作られたものです。写真が少なければ、`network` なしの `/retrain` のほうがずっと良くなります。',
		learned: (epoch, epochs, loss, accuracy) =>
			`エポック ${epoch} / ${epochs} · loss ${loss} · accuracy ${accuracy}`,
		heldOut: (epoch, loss, accuracy) => `エポック ${epoch} の後：val_loss ${loss} · val_accuracy ${accuracy}`,
		tunes:
			'バックボーンの最後の 2 ブロックも学習するため、時間が長くかかります。新しいモデルは専用のバックボーンを持ちます。',
		takes: (minutes) => (minutes <= 1 ? '1 分ほどかかります。' : `${minutes} 分ほどかかることがあります。`),
		goesOn: (model) =>
			`その間もモデル ${model} が判定を続けます。新しいモデルに切り替わるのは、劣っていない場合だけです。`,
		tooFewLabels: (atLeast, crawl) =>
			`モデルには、異なる写真が ${atLeast} 枚以上あるラベルが 2 つ以上必要です。${crawl} で集めるか、ここで「収集」を指定してください。`,
		keeps: (labels, model, learn) =>
			`♻️ ${labels}：ここに写真がないため、新しいモデルでは見分けられません。引き続き ${model} が新しいモデルと並んで判定します。写真を集めて学習するか（${learn}）、見分けるのをやめることもできます。`,
		forgets: (labels, learn) =>
			`⚠️ ${labels}は、ここに写真がないため、見分けられなくなります。一緒に学習するか（${learn}）、このまま学習してください。`,
		startLettingGo: 'それらをやめて学習',
		stillAnswers: (labels, model) => `♻️ ${labels}は、引き続き ${model} が判定します。`,
		forgotten: (labels) => `⚠️ 見分けられなくなったもの：${labels}`,
		alikePair: (label, own) => `${label}（ここでは${own}）`,
		alike: (pairs) =>
			`⚠️ ここのラベルと見分けにくいもの：${pairs.join('、')}。それらの写真には、多くの場合ここのラベルで答えます。別のものなら、ここでも写真を集めてください。`,
		more: (lines) => `…ほか ${lines} 行`,
		start: '学習する',
		leave: 'やめる',
		left: '何も始めていません。',
		started: '学習を始めました。進み具合はこのチャンネルに表示します。',
		local: '-# ⚠️ 写真の取得元はこのマシンの代役サーバーです。インターネットの写真はありません。',
		waiting: (ahead) => `⏳ ほかの学習 ${Math.max(1, ahead)} 件のあとに始めます…`,
		starting: '🎓 **学習**を始めています…',
		running: (step, steps) => `🎓 **学習中** ${steps} 段階中 ${step} 段階目`,
		steps: {
			read: 'ネットワークを読み込む',
			crawl: '写真を集める',
			embed: '写真を読み込む',
			group: '重複や連続写真を見つける',
			clean: '誤りかもしれないラベルを探す',
			fit: '学習する',
			tune: '最後のブロックを微調整する',
			learn: 'ネットワークを学習する',
			evaluate: '評価する',
			decide: '今のモデルと比べる',
			publish: 'モデルを保存する',
		},
		count: (done, total) => `${done} / ${total}`,
		epochs: (done, total) => `エポック ${done} / ${total}`,
		crawled: (label, accepted, wanted) => `**${label}** ${accepted} / ${wanted} 枚`,
		resumed: '-# 途中で Hantei が再起動されました。',
		cancel: 'キャンセル',
		cancelled: (user, model) =>
			`⏹️ **${user === undefined ? '' : `${user}が`}学習をキャンセルしました。** モデル ${model} が判定を続けます。集めた写真は残ります。`,
		finished: '✅ **学習が終わりました。** 結果は下のとおりです。',
		interrupted:
			'⏸️ **学習を中断しました。** Hantei を停止するためで、次に起動したときに続けます。今のモデルはそのままです。',
		gaveUp:
			'⏹️ **学習を打ち切りました。** 何度も中断されたためです。今のモデルはそのままです。`/retrain` でやり直せます。',
		failed: (reference) =>
			`❌ **学習に失敗しました。** 今のモデルが判定を続けます。詳しくは運営者のログ（参照番号 ${reference}）を見てください。`,
		refused: (reason) => `❌ **学習できませんでした。** ${reason}`,
		importing: {
			waiting: (ahead) => `⏳ 学習 ${Math.max(1, ahead)} 件のあとに取り込みを始めます……`,
			starting: '📦 **取り込み**を始めています……',
			running: (step, steps) => `📦 **モデルの取り込み中** ${steps} 段階中 ${step} 段階目`,
			cancelled: (user, model) =>
				`⏹️ ${user === undefined ? '' : `${user}が`}**取り込みを中止しました**。モデルは ${model} のままです。`,
			finished: '✅ **モデルを取り込みました**。結果は下にあります。',
			interrupted:
				'⏸️ **取り込みを中断しました**：Hantei が停止されるためです。次に起動すると再開します。今のモデルはそのままです。',
			gaveUp: '⏹️ **取り込みをやめました**：何度も中断されたためです。今のモデルはそのままです。',
			failed: (reference) =>
				`❌ **取り込みに失敗しました。** 今のモデルはそのままです。詳しくは運営者のログの参照番号 ${reference} にあります。`,
			refused: (reason) => `❌ **取り込めませんでした。** ${reason}`,
		},
		notMeasured: (percent) =>
			`ラベルの写真が足りないため、評価できませんでした。確信度はネットワークが出す値そのままで、${percent} 以上なら答えます。`,
		unchanged: (model) =>
			`💤 前の学習から**何も変わっていない**ため、新しく学ぶことがありません。モデル ${model} が判定を続けます。`,
		promoted: (sentence) => `✅ **${sentence}**`,
		kept: (sentence) => `🛡️ **${sentence}**`,
		forced: (version) => `⚠️ それでも指定により ${version} が判定します。`,
		canBePromoted: (version) => `-# ${version} も残してあり、あとから切り替えられます。`,
		fineTuned: (bytes) =>
			`🎛️ ファインチューニング済み：バックボーンの最後の 2 ブロックも一緒に学習しました。専用のバックボーンは ${byteSize(bytes)} です。`,
		fineTuningTried: (points, photos) =>
			`🎛️ 最後の 2 ブロックのファインチューニングも試しました。写真 ${photos} 枚で ${points} ポイントの差で、偶然かもしれないため、通常のモデルを使います。`,
		before: (model, accuracy, macroF1, calibrationError) =>
			`-# これまでの ${model}：${accuracy} · マクロ F1 ${macroF1} · 較正誤差 ${calibrationError}（それぞれの写真での評価）`,
		excluded: (excluded, flagged, review) =>
			`🧹 疑わしい写真 ${excluded} 枚を除きました（指摘は全部で ${flagged} 枚）：${review}`,
		flagged: (flagged, review) => `🧹 疑わしい写真が ${flagged} 枚あります：${review}`,
		leftOut: (label, photos, missing) =>
			`⚠️ **${label}**は含まれていません。${photos} 枚しかなく、あと ${missing} 枚必要です。`,
		cannotAttach: '-# ここではファイルを添付できないため、図は表示できません。',
		promote: (version) => `${version} に切り替える`,
		rollBack: '前のモデルに戻す',
		compare: (served) => `${served} と比べる`,
		review: '疑わしい写真を確認',
		trainNow: '今すぐ学習',
		log: {
			trained: (user, sentence) => `${user}がモデルを学習させました。${sentence}`,
			imported: (user, sentence) => `${user}がモデルを取り込みました。${sentence}`,
		},
	},
};
