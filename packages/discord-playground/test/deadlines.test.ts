import { describe, expect, it } from 'vitest';
import { createManualClock } from '../src/clock.ts';
import type { PlaygroundInteraction } from '../src/interaction.ts';
import { call, playgroundForTest } from './support.ts';

async function invoked() {
	const clock = createManualClock();
	const playground = await playgroundForTest({ clock });
	const { applicationId, demo } = playground;
	await call(playground, 'PUT', `/applications/${applicationId}/commands`, [{ name: 'x', description: 'x' }]);
	const invoke = () =>
		playground.invoke({ user: demo.users.member, channel: demo.channels.general, command: 'x' });
	const answer = ({ id, token }: PlaygroundInteraction, body: object, query = '') =>
		call(playground, 'POST', `/interactions/${id}/${token}/callback${query}`, body);
	const webhook = ({ token }: PlaygroundInteraction, method: string, path: string, body?: object) =>
		call(playground, method, `/webhooks/${applicationId}/${token}${path}`, body);
	return { clock, playground, invoke, answer, webhook };
}

describe('an interaction', () => {
	it('can be answered within three seconds, and then no more', async () => {
		const { clock, invoke, answer } = await invoked();
		const early = invoke();
		clock.advance(3_000);
		expect(early.state).toBe('failed');
		const late = invoke();
		clock.advance(2_999);
		expect((await answer(late, { type: 5 })).status).toBe(204);
		expect(late.acknowledgedAfterMs).toBe(2_999);
		clock.advance(10_000);
		expect(late.state).toBe('deferred');

		const missed = invoke();
		clock.advance(3_001);
		expect(await answer(missed, { type: 5 })).toMatchObject({ status: 404, body: { code: 10062 } });
		await expect(missed.acknowledged).rejects.toThrow('within three seconds');
		await expect(missed.responded).rejects.toThrow('within three seconds');
	});

	it('is acknowledged once', async () => {
		const { invoke, answer } = await invoked();
		const interaction = invoke();
		await answer(interaction, { type: 5 });
		expect(await answer(interaction, { type: 4, data: { content: 'x' } })).toMatchObject({
			status: 400,
			body: { code: 40060 },
		});
	});

	it('needs its first answer before others, and its own token', async () => {
		const { invoke, answer, webhook } = await invoked();
		const interaction = invoke();
		expect((await webhook(interaction, 'POST', '', { content: 'x' })).body.code).toBe(10015);
		const forged = { ...interaction.toJSON(), token: 'x'.repeat(100) } as PlaygroundInteraction;
		expect((await answer(forged, { type: 5 })).body.code).toBe(10062);
		expect((await webhook(forged, 'POST', '', { content: 'x' })).body.code).toBe(50027);
	});

	it('takes further answers for fifteen minutes', async () => {
		const { clock, invoke, answer, webhook } = await invoked();
		const interaction = invoke();
		await answer(interaction, { type: 5 });
		clock.advance(15 * 60_000 - 1);
		expect((await webhook(interaction, 'PATCH', '/messages/@original', { content: 'x' })).status).toBe(200);
		clock.advance(1);
		const late = await webhook(interaction, 'PATCH', '/messages/@original', { content: 'y' });
		expect(late).toMatchObject({ status: 401, body: { code: 50027, message: 'Invalid Webhook Token' } });
	});

	it('takes the first follow-up after deferring as the answer', async () => {
		const { invoke, answer, webhook } = await invoked();
		const interaction = invoke();
		await answer(interaction, { type: 5, data: { flags: 64 } });
		const first = await webhook(interaction, 'POST', '', { content: 'x' });
		expect(first.body.id).toBe(interaction.response?.id);
		expect(interaction).toMatchObject({ state: 'responded', ephemeral: true });
		const second = await webhook(interaction, 'POST', '', { content: 'y' });
		expect(second.body.id).not.toBe(first.body.id);
		expect((await webhook(interaction, 'DELETE', `/messages/${second.body.id}`)).status).toBe(204);
		expect((await webhook(interaction, 'GET', `/messages/${second.body.id}`)).body.code).toBe(10008);
	});

	it('is answered only in the ways of its kind', async () => {
		const { invoke, answer } = await invoked();
		for (const type of [1, 6, 7, 8, 99]) {
			expect((await answer(invoke(), { type, data: { choices: [] } })).body).toMatchObject({
				code: 50035,
				errors: { type: { _errors: [{ code: 'BASE_TYPE_CHOICES' }] } },
			});
		}
	});

	it('says what came of it when asked to', async () => {
		const { invoke, answer } = await invoked();
		const interaction = invoke();
		const { body } = await answer(
			interaction,
			{ type: 4, data: { content: 'x', flags: 64 } },
			'?with_response=true',
		);
		expect(body).toMatchObject({
			interaction: {
				id: interaction.id,
				type: 2,
				response_message_ephemeral: true,
				response_message_loading: false,
			},
			resource: { type: 4, message: { content: 'x' } },
		});
	});

	it('cannot be deferred with any flag but the ephemeral one', async () => {
		const { invoke, answer } = await invoked();
		const { body } = await answer(invoke(), { type: 5, data: { flags: 64 | 32768 } });
		expect(body).toMatchObject({ code: 50035, errors: { data: { flags: {} } } });
	});
});
