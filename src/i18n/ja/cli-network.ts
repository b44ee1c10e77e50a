import type { cliNetwork as english } from '../en/cli-network.ts';

export const cliNetwork: typeof english = {
	rangeFound: (range, photos) =>
		`ラベル付きの写真 ${photos} 枚で調べたところ、このネットワークは ${range} の画素値で学習したと考えられます。次からは --range ${range} と指定できます。`,
	columns: { range: '画素値', accuracy: '正解率', logLoss: '対数損失' },
	options: {
		network:
			'ヘッドの代わりに、ネットワーク全体を一から学習する：cifar10-cnn、または Keras の model.to_json() を保存したファイル',
		size: '1 辺の画素数（cifar10-cnn では 32）',
		epochs: '各写真を学習する回数（既定値：25）',
		batch: '1 ステップの写真の枚数（既定値：32）',
		patience: 'このエポック数の間損失が減らなければ終了し、最も良かったものを残す',
		augment:
			'学習のたびに写真を変える：none、course（20 度までの回転と左右反転）、keras（1 割までの平行移動と左右反転）',
		optimiser: 'rmsprop、sgd、adamw のどれか',
		rate: '学習率',
		schedule: '学習率の変え方：constant、cosine、plateau',
		labelSmoothing: '正解ラベルから取って全ラベルに配る割合：0〜0.9',
		balance: '少ないラベルも多いラベルと同じ重みで学習する',
		engine: '計算に使うもの：onnx、またはパッケージがあれば tfjs-node',
		out: 'バージョンに加えて書き出すファイル：.keras、.h5、.onnx',
	},
	reading: (done, total) => `写真の読み込み ${done}/${total}`,
	begins: (labels, photos, heldOut, engine) =>
		`${labels.join('、')}：${photos} 枚で学習、${heldOut} 枚を評価用に取り分け、計算は ${engine}`,
	resumed: (epochs) => `この学習は前回 ${epochs} エポックで終わっているので、続きから再開します。`,
	epoch: (epoch, epochs) => `エポック ${epoch}/${epochs}`,
	seconds: (seconds) => `${seconds.toFixed(seconds < 10 ? 1 : 0)} 秒`,
	leftOut: (photos) => `${photos} 枚を除外しました（まったく同じ写真、または複数のラベルにある写真）。`,
	kept: (epoch, epochs) =>
		`全 ${epochs} エポックのうち、損失が最も小さかった ${epoch} エポック後の重みを残しました。`,
	heldOut: '評価用の写真（学習に使った写真と同じものを含まない）：',
	written: (path) => `${path} を書き出しました。判定するには：hantei predict --network ${path} photos/`,
	writtenOnnx: (path) =>
		`${path} を書き出しました（入力は pixels:uint8、N × 高さ × 幅 × 3、出力は probabilities）。`,
};
