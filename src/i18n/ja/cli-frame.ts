import type { cliFrame as english } from '../en/cli-frame.ts';

export const cliFrame: typeof english = {
	usage: '使い方：',
	arguments: '引数：',
	options: 'オプション：',
	commands: 'コマンド：',
	anyOptions: '[オプション]',
	anyCommand: '[コマンド]',
	withDefault: (description, value) => `${description}（既定値：${value}）`,
	didYouMean: (names) => `もしかして：${names.join('、')}`,
	mistakes: {
		unknownCommand: (name) => `「${name}」というコマンドはありません。一覧は hantei --help で確認できます。`,
		unknownOption: (name) =>
			`「${name}」というオプションはここにはありません。一覧は --help で確認できます。`,
		missingArgument: (name) => `<${name}> を指定してください。説明は --help で確認できます。`,
		missingValue: (option) => `${option} の値を指定してください。`,
		missingOption: (option) => `${option} を指定してください。説明は --help で確認できます。`,
		conflict: (option, other) => `${option} と ${other} は同時に使えません。どちらかにしてください。`,
		tooMany: (expected, given) =>
			`引数が多すぎます（${given} 個）。ここでは${expected === 0 ? '引数を取りません' : ` ${expected} 個までです`}。`,
	},
};
