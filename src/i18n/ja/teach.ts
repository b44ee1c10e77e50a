import type { teach as english } from '../en/teach.ts';

export const teach: typeof english = {
	teach: {
		name: '教える',
		description: 'このサーバーの Hantei の学習に、自分の写真を提供します',
		photo: {
			name: '写真',
			description: '写真を提供し、写っているものを教えます。保存の前にもう一度確認します',
			options: {
				image: { name: '画像', description: '自分で撮った写真、または提供してよい写真' },
				label: { name: 'ラベル', description: '写っているもの' },
			},
		},
		withdraw: { name: '取り消し', description: 'このサーバーで提供した写真をすべて取り消します' },
		consent: (label, name, withdraw) =>
			[
				`**この写真を、${label}の学習のために保存してもよいですか？**`,
				'- **保存するもの**：512 ピクセル以下の複製（位置・日時・カメラの情報は除きます）を、Hantei が動いているコンピューターに保存します。あなたのユーザー ID と、ここでの今の表示名も保存します。',
				'- **使いみち**：管理者が確かめた後、このサーバーのモデルの学習と評価に使います。書き出しや、ほかのサーバーでの利用はしません。',
				`- **見る人**：このサーバーの管理者と、管理者が学習用の写真を表示したチャンネルの人です。そのつど、あなたの名前**${name}**を提供者として表示します。`,
				`- **取り消し**：いつでも ${withdraw} で、ここで提供した写真をすべてすぐに削除できます。次の学習からは使われません。すでに学習したモデルは、新しいモデルに代わるまで動きます。`,
				'-# 自分で撮った写真、または提供してよい写真で、写っている人が困らないものだけにしてください。',
			].join('\n'),
		agree: '同意する',
		cancel: 'やめる',
		cancelled: '写真は保存しませんでした。',
		taken: (label, withdraw) =>
			`ありがとうございます。${label}の写真を保存しました。管理者の確認を待っています。${withdraw} で取り消せます。`,
		notTaken: (reason) => `写真は保存しませんでした。${reason}。`,
		reasons: {
			duplicate: '同じ写真がすでにあります',
			removed: '同じ写真が以前にここから削除されています',
			'too-small': '小さすぎます。短いほうの辺が 128 ピクセル以上必要です',
			'too-large': '大きすぎます',
			aspect: '細長すぎます',
			flat: 'ほとんど何も写っていません',
			placeholder: 'ほとんど何も写っていません',
			other: '使えない写真です',
		},
		confirmWithdrawal: (photos) =>
			`このサーバーで ${photos} 枚の写真を提供しています。すべて完全に削除しますか？`,
		withdrawNow: '削除する',
		keep: '残す',
		kept: '何も変更していません。',
		withdrawn: (photos) =>
			`提供した ${photos} 枚の写真と、そこから作ったデータを削除しました。次の学習からは使われません。`,
		nothingTaught: 'このサーバーで提供した写真はありません。',
		log: {
			taught: (user, label, review) =>
				`${user}が**${label}**の写真を提供しました。確認を待っています：${review}`,
			withdrawn: (user, photos) => `${user}が提供した写真 ${photos} 枚を取り消しました。`,
		},
	},
};
