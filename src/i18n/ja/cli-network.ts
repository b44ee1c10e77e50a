import type { cliNetwork as english } from '../en/cli-network.ts';

export const cliNetwork: typeof english = {
	rangeFound: (range, photos) =>
		`ラベル付きの写真 ${photos} 枚で調べたところ、このネットワークは ${range} の画素値で学習したと考えられます。次からは --range ${range} と指定できます。`,
	columns: { range: '画素値', accuracy: '正解率', logLoss: '対数損失' },
};
