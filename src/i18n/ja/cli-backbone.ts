import type { cliBackbone as english } from '../en/cli-backbone.ts';
import { byteSize, exactPercent, points } from '../format.ts';

export const cliBackbone: typeof english = {
	about: '写真を埋め込みに変えるネットワーク（バックボーン）を選ぶ',
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
		broken: (id, reason) => `${id}：${reason}`,
		byteSize,
	},
	download: {
		about: '一覧にあるバックボーンをダウンロードして使えるようにする。中断しても続きから再開できる',
		id: 'hantei backbone list に表示される ID',
		progress: (id, bytes, total) =>
			`${id}：${byteSize(bytes)} / ${byteSize(total)}（${Math.floor((100 * bytes) / total)} %）`,
		done: (id, dimension) =>
			`${id} を導入しました（1 枚あたり ${dimension} 個の数値）。比較するには：hantei backbone compare ${id} --from photos/`,
	},
	compare: {
		about: '手元の写真で各バックボーンを学習し、正解率・未知のものの見分け・速さ・大きさを比べる',
		ids: '使用中のものと比べるバックボーン（既定値：このマシンにあるすべて）',
		from: 'ラベルごとにサブフォルダーを分けた写真フォルダー：photos/crow/1.jpg …',
		strangers: 'どのラベルでもない写真のフォルダー（既定値：ラベルを 1 つずつ除いて測る）',
		seed: '写真の分割を決める値',
		report: '比較を図とともにこのフォルダーへ書き出す',
		backbone: 'バックボーン',
		accuracy: '正解率',
		confidence: '95 %',
		difference: '差',
		unknown: '未知 AUROC',
		milliseconds: 'ms/枚',
		size: '大きさ',
		percent: exactPercent,
		points,
		interval: (low, high) => `${low}〜${high}`,
		reported: (folder, files) => `${folder}：${files.join('、')}`,
		note: (first, photos) =>
			`${photos} 枚の写真を、それも似た写真も学習していないモデルで 1 枚ずつ判定しました。差は ${first} とのポイント差（同じ写真どうしの比較）で、区間に 0 が含まれていれば偶然かもしれません。`,
	},
	use: {
		about: '新しいモデルの土台を別のバックボーンに切り替え、今のモデルも順に移す',
		id: '入っているバックボーンの ID、または bundled',
		json: '分類器ごとの結果を JSON で表示する',
	},
	import: {
		about:
			'他で作られたネットワーク（ONNX、TensorFlow.js、Teachable Machine、TensorFlow Lite）からバックボーンを作る',
		path: '.onnx か .tflite のファイル、model.json のあるフォルダー、または Teachable Machine の書き出し（どれも zip のままで可）',
		licence: '記録しておくネットワークのライセンス',
		name: 'バックボーンの名前（既定値：ファイルまたはフォルダーの名前）',
		layer: '出力を画像全体で平均して埋め込みにする層。複数指定すると連結する（既定値：末尾の分類器への入力）',
		range:
			'ネットワークが期待する画素値：-1..1、0..1、0..255、imagenet のどれか（既定値：ONNX は imagenet、他は -1..1）',
		mean: '--range の代わりに指定する、0〜1 の画素値から引く平均',
		deviation: '引いた後に割る値',
		size: 'ファイルに書かれていない場合の写真の幅と高さ：224、320x240',
		layout: 'ファイルに書かれていない場合の画素の並び：nchw（チャンネルごと）か nhwc',
		steps: { read: 'ネットワークを読み込んでいます…', verify: '画像で試しています…' },
		done: (folder, id, dimension) =>
			`${folder}：バックボーン ${id}（1 枚あたり ${dimension} 個の数値）。hantei backbone use ${id} で使えます`,
	},
};
