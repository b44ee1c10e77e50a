import { describe, expect, it } from 'vitest';
import type { AliasFile } from '../../src/registry/aliases.ts';
import { type EndpointState, nextTransition, promotionOf } from '../../src/registry/version-policy.ts';

const GUILD = '400000000000000001';
const own = (version: string) => ({ classifier: GUILD, version });
const hosts = { classifier: 'default', version: 'v7' };

/** Aliases of a classifier whose champion was promoted at a time. */
function promoted(champion: string, at = '2026-11-24T03:00:00.000Z'): AliasFile {
	return { champion, history: [{ how: 'promoted', champion, at }] };
}

function state(more: Partial<EndpointState> = {}): EndpointState {
	return {
		classifier: GUILD,
		mayFollow: true,
		aliases: { history: [] },
		candidates: [],
		refused: new Set(),
		...more,
	};
}

describe('a classifier that may follow another', () => {
	it('goes on following while it has no champion', () => {
		expect(nextTransition(state({ candidates: [hosts, own('v1')] }))).toEqual({ kind: 'none' });
		expect(nextTransition(state())).toEqual({ kind: 'none' });
	});

	it('follows again once its own model is no champion any more, or gone', () => {
		expect(nextTransition(state({ candidates: [hosts], serving: `${GUILD}/v1` }))).toEqual({
			kind: 'follow',
		});
		expect(nextTransition(state({ serving: `${GUILD}/v1` }))).toEqual({ kind: 'follow' });
	});

	it('serves its own champion', () => {
		const aliases = promoted('v1');
		expect(nextTransition(state({ aliases, candidates: [own('v1'), hosts] }))).toEqual({
			kind: 'turn',
			to: own('v1'),
		});
	});

	it('serves its own model where the aliases were lost', () => {
		expect(nextTransition(state({ candidates: [own('v3'), hosts] }))).toEqual({
			kind: 'turn',
			to: own('v3'),
		});
	});

	it('serves another’s version where that was made its champion', () => {
		const aliases = promoted('default/v7');
		expect(nextTransition(state({ aliases, candidates: [hosts] }))).toEqual({ kind: 'turn', to: hosts });
	});
});

describe('a classifier that follows none', () => {
	const host = (more: Partial<EndpointState>) => state({ classifier: 'default', mayFollow: false, ...more });
	const starter = { classifier: 'starter', version: 'v1' };

	it('keeps what serves where there is nothing better', () => {
		expect(nextTransition(host({ serving: 'default/v1' }))).toEqual({ kind: 'none' });
	});

	it('serves the starter without a champion', () => {
		expect(nextTransition(host({ candidates: [starter] }))).toEqual({ kind: 'turn', to: starter });
	});

	it('does nothing while the best serves', () => {
		expect(
			nextTransition(host({ candidates: [hosts], aliases: promoted('v7'), serving: 'default/v7' })),
		).toEqual({
			kind: 'none',
		});
	});

	it('turns from what serves to what is better', () => {
		expect(
			nextTransition(host({ candidates: [hosts], aliases: promoted('v7'), serving: 'default/v6' })),
		).toEqual({
			kind: 'turn',
			to: hosts,
		});
	});
});

describe('a promotion that was refused', () => {
	const aliases = promoted('v2');
	const refused = new Set([promotionOf(own('v2'), GUILD, aliases)]);
	const serving = `${GUILD}/v1`;
	const candidates = [own('v2'), own('v1')];

	it('is not tried again', () => {
		expect(nextTransition(state({ aliases, candidates, serving, refused }))).toEqual({ kind: 'none' });
	});

	it('is tried once somebody promotes the version again', () => {
		const again = {
			...aliases,
			history: [...aliases.history, ...promoted('v2', '2026-11-25T08:00:00.000Z').history],
		};
		expect(nextTransition(state({ aliases: again, candidates, serving, refused }))).toEqual({
			kind: 'turn',
			to: own('v2'),
		});
	});

	it('says nothing of another version', () => {
		const later = promoted('v3');
		expect(nextTransition(state({ aliases: later, candidates: [own('v3')], serving, refused }))).toEqual({
			kind: 'turn',
			to: own('v3'),
		});
	});

	it('of a version that serves for want of its champion holds whatever else was promoted', () => {
		const fallback = promotionOf(own('v1'), GUILD, aliases);
		expect(fallback).toBe(promotionOf(own('v1'), GUILD, promoted('v5', '2026-11-26T03:00:00.000Z')));
		expect(nextTransition(state({ aliases, candidates: [own('v1')], refused: new Set([fallback]) }))).toEqual(
			{
				kind: 'none',
			},
		);
	});
});
