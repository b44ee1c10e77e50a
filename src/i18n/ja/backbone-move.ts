import type { backboneMove as English } from '../en/backbone-move.ts';

export const backboneMove: typeof English = {
	step: (classifier, position, total, step) => `${classifier}（${position}/${total}）：${step}`,
	waits: '準備しています',
	moved: (serving, before) =>
		before ? `${before} に代わって ${serving} が判定します` : `${serving} が判定します`,
	returned: (serving) => `${serving} に戻しました（そのときから何も変わっていないため）`,
	already: (serving) => `${serving} はすでにこのバックボーンで作られています`,
	kept: (serving) => `${serving} が元のバックボーンのまま判定を続けます`,
	noPhotos: (serving) =>
		`学習に足りる写真がありません。集まるまで ${serving} が元のバックボーンのまま判定を続けます`,
	failed: (serving, reason) =>
		`学習に失敗したため、${serving} が元のバックボーンのまま判定を続けます。${reason}`,
	nothingServes: 'モデルなし',
	seeLog: '理由はログにあります。',
	finished: (to) => `これから作るモデルは ${to} を使います。`,
	cancelled: (from) =>
		`中止しました。新しいモデルはこれまでどおり ${from} で作ります。移し終えたものはそのまま判定を続けます（hantei backbone use ${from} で戻せます）。`,
	interrupted: '中断しました。残りは次の起動時か、同じコマンドで続きから行います。',
};
