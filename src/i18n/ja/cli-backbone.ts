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
	import: {
		about:
			'他で作られたネットワーク(ONNX、TensorFlow.js、Teachable Machine、TensorFlow Lite)からバックボーンを作る',
		path: '.onnx か .tflite のファイル、model.json のあるフォルダー、または Teachable Machine の書き出し',
		licence: '記録しておくネットワークのライセンス',
		name: 'バックボーンの名前(既定値:ファイルまたはフォルダーの名前)',
		layer: '出力を画像全体で平均して埋め込みにする層。複数指定すると連結する(既定値:末尾の分類器への入力)',
		range:
			'ネットワークが期待する画素値:-1..1、0..1、0..255、imagenet のどれか(既定値:ONNX は imagenet、他は -1..1)',
		mean: '--range の代わりに指定する、0〜1 の画素値から引く平均',
		deviation: '引いた後に割る値',
		size: 'ファイルに書かれていない場合の写真の幅と高さ:224、320x240',
		layout: 'ファイルに書かれていない場合の画素の並び:nchw(チャンネルごと)か nhwc',
		steps: { read: 'ネットワークを読み込んでいます…', verify: '画像で試しています…' },
		done: (folder, id, dimension) =>
			`${folder}:バックボーン ${id}(1 枚あたり ${dimension} 個の数値)。HANTEI_BACKBONE=${folder} で使えます`,
	},
};
