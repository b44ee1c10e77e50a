/** Numbers that WebAssembly's memory holds of the weights, the gradients and the mean squares: a page each. */
const CHUNK = 16_384;
const STARTS = [0, 1, 2].map((page) => page * 65_536);

/*
 * WebAssembly, since JavaScript has no instructions that take four numbers at a time: half of the time, and the same to the
 * last bit. Its instructions are https://webassembly.github.io/spec/core/binary/instructions.html, put down as an expression
 * is read.
 */
type Code = readonly number[];

const local = (index: number): Code => [0x20, index];
const setLocal = (index: number, value: Code): Code => [...value, 0x21, index];
const integer = (value: number): Code => [0x41, value];
const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
const isLess = (a: Code, b: Code): Code => [...a, ...b, 0x49];

const SIMD = 0xfd;
const load = (address: Code): Code => [...address, SIMD, 0x00, 4, 0];
const store = (address: Code, value: Code): Code => [...address, ...value, SIMD, 0x0b, 4, 0];
const four = (value: Code): Code => [...value, SIMD, 0x13];
const sqrt = (a: Code): Code => [...a, SIMD, 0xe3, 0x01];
const add = (a: Code, b: Code): Code => [...a, ...b, SIMD, 0xe4, 0x01];
const subtract = (a: Code, b: Code): Code => [...a, ...b, SIMD, 0xe5, 0x01];
const multiply = (a: Code, b: Code): Code => [...a, ...b, SIMD, 0xe6, 0x01];
const divide = (a: Code, b: Code): Code => [...a, ...b, SIMD, 0xe7, 0x01];

/** Addresses of the weights, the gradients and the mean squares, and the end of the weights; then the settings. */
const [WEIGHTS, GRADIENTS, MEAN_SQUARES, END, RATE, KEEP, TAKE, EPSILON] = [0, 1, 2, 3, 4, 5, 6, 7];
const [GRADIENT, MEAN_SQUARE] = [8, 9];

/** As Keras 2.3 and before had it: epsilon outside of the root (keras/optimizers.py, RMSprop). */
const STEP: Code = [
	...setLocal(GRADIENT, load(local(GRADIENTS))),
	...setLocal(
		MEAN_SQUARE,
		add(
			multiply(four(local(KEEP)), load(local(MEAN_SQUARES))),
			multiply(four(local(TAKE)), multiply(local(GRADIENT), local(GRADIENT))),
		),
	),
	...store(local(MEAN_SQUARES), local(MEAN_SQUARE)),
	...store(
		local(WEIGHTS),
		subtract(
			load(local(WEIGHTS)),
			divide(
				multiply(four(local(RATE)), local(GRADIENT)),
				add(sqrt(local(MEAN_SQUARE)), four(local(EPSILON))),
			),
		),
	),
	...[WEIGHTS, GRADIENTS, MEAN_SQUARES].flatMap((address) =>
		setLocal(address, plus(local(address), integer(16))),
	),
];

/** `(loop (STEP) (br_if 0 (WEIGHTS < END)))` */
const BODY: Code = [0x03, 0x40, ...STEP, ...isLess(local(WEIGHTS), local(END)), 0x0d, 0, 0x0b, 0x0b];

const [I32, F32, V128] = [0x7f, 0x7d, 0x7b];

function moduleBytes(): Uint8Array<ArrayBuffer> {
	const short = (length: number): Code => [(length & 0x7f) | 0x80, length >> 7];
	const section = (id: number, content: Code): Code => [id, ...short(content.length), ...content];
	const text = (value: string): Code => [value.length, ...new TextEncoder().encode(value)];
	const code: Code = [1, 2, V128, ...BODY];
	return Uint8Array.from([
		...[0, ...new TextEncoder().encode('asm'), 1, 0, 0, 0],
		...section(1, [1, 0x60, 8, I32, I32, I32, I32, F32, F32, F32, F32, 0]),
		...section(3, [1, 0]),
		...section(5, [1, 0, STARTS.length]),
		...section(7, [2, ...text('memory'), 2, 0, ...text('step'), 0, 0]),
		...section(10, [1, ...short(code.length), ...code]),
	]);
}

/** TypeScript knows it with the types of browsers alone. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Kernel {
	readonly step: (...addressesAndSettings: readonly number[]) => void;
	readonly memory: { readonly buffer: ArrayBuffer };
}

let kernel: Kernel | undefined;

/** Moves weights and mean squares by one step, in place, in 32 bits. */
export function stepByRmsprop(
	{ rho, epsilon, decay }: { readonly rho: number; readonly epsilon: number; readonly decay: number },
	{
		weights,
		gradients,
		slots: [meanSquares = new Float32Array()],
		rate,
		step,
	}: {
		readonly weights: Float32Array;
		readonly gradients: Float32Array;
		readonly slots: readonly Float32Array[];
		readonly rate: number;
		readonly step: number;
	},
): void {
	kernel ??= new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports as Kernel;
	const { memory } = kernel;
	const [w, g, m] = STARTS.map((start) => new Float32Array(memory.buffer, start, CHUNK)) as [
		Float32Array,
		Float32Array,
		Float32Array,
	];
	for (let begin = 0; begin < weights.length; begin += CHUNK) {
		const end = Math.min(begin + CHUNK, weights.length);
		w.set(weights.subarray(begin, end));
		g.set(gradients.subarray(begin, end));
		m.set(meanSquares.subarray(begin, end));
		kernel.step(...STARTS, 4 * (end - begin), rate / (1 + decay * step), rho, 1 - rho, epsilon);
		weights.set(w.subarray(0, end - begin), begin);
		meanSquares.set(m.subarray(0, end - begin), begin);
	}
}
