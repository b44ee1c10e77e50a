import type { ErrorMessages } from '../en/errors.ts';
import { byteSize, megapixels } from '../format.ts';

export const errors: ErrorMessages = {
	'image-empty': () => 'ファイルが空です。もう一度画像を送ってください。',
	'image-too-many-bytes': ({ bytes, limit }) =>
		`ファイルが大きすぎます(${byteSize(bytes)}、上限 ${byteSize(limit)})。小さくしてから送ってください。`,
	'image-too-many-pixels': ({ width, height, limit }) =>
		`画素数が多すぎます(${width} × ${height}、上限 ${megapixels(limit)} 百万画素)。縮小してから送ってください。`,
	'image-too-small': ({ width, height, limit }) =>
		`画像が小さすぎて判定できません(${width} × ${height}、各辺 ${limit} ピクセル以上が必要)。大きい画像を送ってください。`,
	'image-unsupported': ({ format }) => `${format} 形式のようです。JPEG か PNG で送ってください。`,
	'image-unknown': () =>
		'読み取れる画像ではありません。JPEG・PNG・WebP・GIF・AVIF のどれかで送ってください。',
	'image-damaged': ({ format }) =>
		`この ${format} ファイルは壊れているか途中で切れていて、読み取れません。元の画像をもう一度送ってください。`,
	'image-too-slow': ({ limitMs }) =>
		`画像の読み取りに ${seconds(limitMs)} 以上かかったため中止しました。縮小するか JPEG にして送ってください。`,
	'engine-busy': ({ waiting }) =>
		`ただいま混み合っています(${waiting} 枚が順番待ち)。数秒後にもう一度お試しください。`,
	'engine-timeout': ({ limitMs }) =>
		`判定に ${seconds(limitMs)} 以上かかったため中止しました。もう一度お試しください。`,
	'engine-crashed': () =>
		'判定していたワーカーが停止したため、新しいものに替えました。もう一度お試しください。',
	'engine-closed': () => 'Hantei は終了処理中です。1 分ほどしてからお試しください。',
	'file-not-found': ({ path }) => `${path} というファイルやフォルダーはありません。名前を確認してください。`,
	'file-unreadable': ({ path, reason }) =>
		`${path} を読み取れません:${reason}。アクセス権を確認してください。`,
	'folder-without-photos': ({ path }) =>
		`${path} に学習できる写真がありません。ラベルごとにサブフォルダーを作ってください:photos/crow/1.jpg …`,
	'too-few-labels': ({ labels }) =>
		`見分けるにはラベルが 2 つ以上必要ですが、${labels} つしかありません。ラベルごとにフォルダーを追加してください。`,
	'too-few-photos': ({ label, photos, limit }) =>
		`「${label}」に使える写真は ${photos} 枚です。${limit} 枚以上必要です。写真を足すか、ラベルを外してください。`,
	'no-model': ({ classifier }) =>
		`「${classifier}」のモデルがまだありません。学習してください:hantei train --from photos/`,
	'model-not-found': ({ version, known }) =>
		`モデル ${version} はありません。${known.length > 0 ? `あるのは ${known.join('、')} です。` : '学習してください:hantei train --from photos/'}`,
	'model-damaged': ({ version, reason }) =>
		`モデル ${version} が壊れています(${reason})。別のバージョンに戻すか、もう一度学習してください。`,
	'model-backbone-mismatch': ({ version, expected, actual }) =>
		`モデル ${version} はバックボーン ${expected} で学習されましたが、読み込まれているのは ${actual} です。HANTEI_BACKBONE を合わせるか、もう一度学習してください。`,
	'backbone-not-found': ({ path }) =>
		`${path} にバックボーンがありません。HANTEI_BACKBONE を確認してください。`,
	'backbone-damaged': ({ path, reason }) =>
		`${path} のバックボーンが壊れています(${reason})。フォルダーを削除すると、次の起動時に作り直されます。`,
	'conversion-unsupported': ({ format, what }) =>
		`この ${format} ネットワークは変換できません:${what} に対応していません。`,
	'network-damaged': ({ path, reason }) =>
		`${path} のネットワークは壊れています(${reason})。もう一度書き出してください。`,
	'bad-option': ({ option, value, expected }) =>
		`${option} が「${value}」になっていますが、${expected} を指定してください。`,
	cancelled: () => '中止しました。何も変更していません。',
};

function seconds(ms: number): string {
	return ms >= 1000 ? `${ms / 1000} 秒` : `${ms} ミリ秒`;
}
