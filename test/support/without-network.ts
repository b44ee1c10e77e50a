import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Runs a program where nothing leads off the machine, and writes down how often it tried: the kernel counts what finds no
 * route, whoever sends it, native code too. The resolver lies outside, so that a look-up is an attempt.
 */
const SCRIPT = `
trap : TERM
ip link set lo up
mount --bind "$RESOLVER" /etc/resolv.conf
"$@"
status=$?
cat /proc/net/snmp /proc/net/snmp6 > "$COUNTERS"
exit $status
`;

const NAMESPACE = ['--map-root-user', '--net', '--mount'];

/** Whether this machine lets a program have a network of its own: Linux, with user namespaces, util-linux and iproute2. */
export const canTakeNetworkAway =
	process.platform === 'linux' &&
	spawnSync('unshare', [
		...NAMESPACE,
		...['sh', '-c', 'ip link set lo up && mount --bind /dev/null /etc/resolv.conf'],
	]).status === 0;

export interface WithoutNetwork {
	readonly command: string;
	readonly args: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	/** How often something tried to leave the machine, once the program has ended. */
	attempts(): Promise<number>;
}

/** What to start instead of a program, in a process group of its own, for it to have no network. */
export async function withoutNetwork(
	folder: string,
	program: string,
	args: readonly string[],
): Promise<WithoutNetwork> {
	const [resolver, counters] = [join(folder, 'resolv.conf'), join(folder, 'counters')];
	// An address for documentation (RFC 5737).
	await writeFile(resolver, 'nameserver 192.0.2.53\n');
	return {
		command: 'unshare',
		args: [...NAMESPACE, 'sh', '-c', SCRIPT, 'sh', program, ...args],
		environment: { RESOLVER: resolver, COUNTERS: counters },
		attempts: async () => attemptsIn(await readFile(counters, 'utf8')),
	};
}

/** In `snmp` two lines of a protocol, its names and its values; in `snmp6` a line each. */
function attemptsIn(counters: string): number {
	const lines = counters.split('\n').map((line) => line.split(/\s+/));
	const [names = [], values = []] = lines.filter(([protocol]) => protocol === 'Ip:');
	const version4 = values[names.indexOf('OutNoRoutes')];
	const version6 = lines.find(([name]) => name === 'Ip6OutNoRoutes')?.[1];
	return Number(version4) + Number(version6 ?? 0);
}
