import { counted } from '../format.ts';
import { type SharedWorkFacts, sharedWork } from './shared-work.ts';

interface Status {
	readonly url: string;
	readonly version: string;
	readonly model: string;
	readonly labels: readonly string[];
	readonly queue: { readonly waiting: number; readonly limit: number; readonly workers: number };
	readonly device: { readonly providers: readonly string[]; readonly absent: readonly string[] };
	readonly judged: number;
	/** With other processes. */
	readonly shared?: SharedWorkFacts;
}

/** `hantei status`. */
export const cliStatus = {
	status: {
		about: 'say how the Hantei that runs on this machine is; exit code 1 unless its model serves',
		json: 'print what its judge page tells, as JSON',
		silent: (url: string) =>
			`No Hantei answers at ${url}. Start one (npm start), or set WEB_HOST and WEB_PORT as it has them.`,
		notServing: (url: string) =>
			`What answers at ${url} is no Hantei of this version, or no model serves there; its log says why.`,
		anyPort: 'WEB_PORT is 0, any free port, so nobody knows where to ask. Set the one that it chose.',
		running: ({ url, version, model, labels, queue, device, judged, shared }: Status) => [
			`Hantei ${version} runs at ${url}`,
			`  model   ${model} (${labels.join(', ')})`,
			`  photos  ${judged} judged since the start, ${queue.waiting} of at most ${queue.limit} waiting, ${counted(queue.workers, 'worker')}`,
			`  engine  ONNX Runtime on ${device.providers.join(', ')}${device.absent.length > 0 ? `; ${device.absent.join(', ')} cannot be used here` : ''}`,
			...(shared
				? [...sharedWork.processes(shared), ...sharedWork.queues(shared)].map((line) => `  shared  ${line}`)
				: []),
		],
	},
};
