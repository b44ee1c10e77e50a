import type { cliStorage as english } from '../en/cli-storage.ts';

export const cliStorage: typeof english = {
	storage: {
		about: '写真、モデル、バックボーンを、手元のフォルダーと S3 ストアの間で移します',
		copy: {
			about:
				'まだないものをすべてコピーします。先に Hantei を止めてください。途中で終わったら、もう一度実行すれば続きから始まります',
			to: '手元のフォルダーからコピーする先：s3://bucket/prefix',
			from: '手元のフォルダーへ戻すときのコピー元',
			oneOfBoth: '--to か --from のどちらか',
			progress: (step, done) =>
				`${{ photos: '写真', backbones: 'バックボーン', models: 'モデルのバージョン' }[step]}：${done}`,
			damaged: (key) => `壊れているため、コピーしませんでした：${key}`,
			done: ({ photos, photosThere, versions, backbones }) =>
				`写真 ${photos} 枚（ほかに ${photosThere} 枚はコピー済み）、モデルのバージョン ${versions} 個、バックボーン ${backbones} 個をコピーしました。`,
			set: (url) => `次は HANTEI_STORAGE_URL=${url} と指定して、Hantei を起動してください。`,
			unset: '次は HANTEI_STORAGE_URL を外して、Hantei を起動してください。',
		},
	},
};
