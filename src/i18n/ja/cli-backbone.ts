import type { cliBackbone as english } from '../en/cli-backbone.ts';
import { byteSize } from '../format.ts';

export const cliBackbone: typeof english = {
	about: '写真を埋め込みに変えるネットワーク(バックボーン)を選ぶ',
	list: {
		about: 'このマシンにあるバックボーンと、ダウンロードできるバックボーンの一覧を表示する',
		json: 'JSON で出力する',
		id: 'バックボーン',
		inUse: '使用中',
		where: '場所',
		places: { bundled: '同梱', installed: '導入済み', download: 'ダウンロード可' },
		size: '大きさ',
		milliseconds: 'ms/枚',
		input: '写真',
		dimension: '次元',
		licence: 'ライセンス',
		broken: (id, reason) => `${id}:${reason}`,
		byteSize,
	},
	import: 'TensorFlow.js の layers-model からバックボーンを作る',
	folder: 'model.json のあるフォルダー',
	layer: '出力を画像全体で平均して埋め込みにする層(複数指定すると連結する)',
	range: 'ネットワークが期待する画素値:-1..1、0..1、0..255 のどれか',
	licence: '記録しておくネットワークのライセンス',
	name: 'バックボーンの名前(既定値:フォルダーの名前)',
	imported: (folder, id, dimension) =>
		`${folder}:バックボーン ${id}(1 枚あたり ${dimension} 個の数値)。HANTEI_BACKBONE=${folder} で使えます`,
};
