import { Events } from 'discord.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { handOver, message, messageBox, openPlayground, pictureFile } from './page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

describe('posting on the chat page', () => {
	it('says what it is, and posts a sample picture at a click', async () => {
		const { page, playground, complaints } = await openPlayground(browser);
		await page.getByText('This is not Discord').waitFor();
		await page.getByRole('button', { name: 'A crow' }).click();
		await page.getByRole('button', { name: 'crow.jpg' }).waitFor();
		const [posted] = playground.messages(playground.demo.channels.photos);
		expect(posted).toMatchObject({
			author: { id: playground.demo.users.member },
			attachments: [{ filename: 'crow.jpg', content_type: 'image/jpeg', width: 640 }],
		});
		expect(complaints).toEqual([]);
	});

	it.each(['drop', 'paste', 'choose'] as const)('posts a picture by %s, with a text', async (kind) => {
		const { page, playground, client, complaints } = await openPlayground(browser);
		client.on(Events.MessageCreate, async (received) => {
			if (!received.author.bot) await received.reply(`I see ${received.attachments.first()?.name}`);
		});
		if (kind === 'choose') await page.locator('#choose-files').setInputFiles([await pictureFile('bird.png')]);
		else await handOver(page, kind, 'bird.png');
		await page.locator('.tray').getByText('bird.png').waitFor();
		await messageBox(page).fill('look');
		await messageBox(page).press('Enter');
		await message(page, 'I see bird.png').waitFor();
		const shown = message(page, 'look').first().getByRole('img');
		await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(64);
		expect(playground.messages(playground.demo.channels.photos)[0]).toMatchObject({ content: 'look' });
		await expect.poll(() => messageBox(page).inputValue()).toBe('');
		expect(complaints).toEqual([]);
	});

	it('stays at the end of the messages when they grow while it is scrolled there', async () => {
		const { page, playground } = await openPlayground(browser);
		await messageBox(page).fill('hello');
		await messageBox(page).press('Enter');
		await message(page, 'hello').waitFor();
		const timeline = page.locator('#timeline');
		const fromEnd = () =>
			page
				.locator('.message')
				.first()
				.evaluate((last) => {
					const { bottom = 0 } = last.closest('#timeline')?.getBoundingClientRect() ?? {};
					return Math.round(last.getBoundingClientRect().bottom - bottom);
				});
		const atEnd = await fromEnd();
		const grow = (height: string) =>
			page.locator('.welcome').evaluate(async (welcome, minHeight) => {
				const frame = () => new Promise(requestAnimationFrame);
				await frame();
				welcome.style.minHeight = minHeight;
				await frame();
				await frame();
			}, height);
		await grow('2000px');
		expect(await fromEnd()).toBe(atEnd);
		// Who goes up on purpose is left there.
		await timeline.evaluate((view) => view.scrollBy(0, -400));
		const left = await fromEnd();
		expect(left).toBeGreaterThan(300);
		await grow('3000px');
		const { channels, users } = playground.demo;
		playground.postMessage({ channel: channels.photos, author: users.admin, content: 'new' });
		await message(page, 'new').waitFor();
		expect(await fromEnd()).toBe(left);
	});

	it('refuses a file that Discord would refuse, and keeps what was written', async () => {
		const { page } = await openPlayground(browser);
		const huge = { name: 'huge.png', mimeType: 'image/png', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };
		await messageBox(page).fill('look');
		await page.locator('#choose-files').setInputFiles([huge]);
		await page.getByText('at most 10 MiB').waitFor();
		expect(await page.locator('.tray-item').count()).toBe(0);
		expect(await messageBox(page).inputValue()).toBe('look');
	});

	it('keeps what is written while another message is on its way, and what could not be sent', async () => {
		const { page, playground } = await openPlayground(browser);
		let arrive = () => {};
		const arrival = new Promise<void>((resolve) => {
			arrive = resolve;
		});
		await page.route('**/page-api/acts', async (route) => {
			await arrival;
			await route.continue();
		});
		await page.locator('#choose-files').setInputFiles([await pictureFile('first.png')]);
		await messageBox(page).fill('the first');
		await messageBox(page).press('Enter');
		await messageBox(page).fill('the second');
		await messageBox(page).press('Enter');
		await messageBox(page).fill('the third');
		arrive();
		await message(page, 'the first').waitFor();
		await message(page, 'the second').waitFor();
		expect(await messageBox(page).inputValue()).toBe('the third');
		expect(
			playground.messages(playground.demo.channels.photos).filter(({ content }) => content === 'the first'),
		).toHaveLength(1);

		await page.unroute('**/page-api/acts');
		await page.route('**/page-api/acts', (route) => route.abort());
		await page.locator('#choose-files').setInputFiles([await pictureFile('third.png')]);
		await messageBox(page).press('Enter');
		await page.getByRole('alert').waitFor();
		await expect.poll(() => messageBox(page).inputValue()).toBe('the third');
		expect(await page.locator('.tray-item').count()).toBe(1);
	});

	it('covers a spoiler until it is clicked', async () => {
		const { page } = await openPlayground(browser);
		await handOver(page, 'drop', 'secret.png');
		await page.getByRole('button', { name: 'Mark secret.png as a spoiler' }).click();
		await messageBox(page).press('Enter');
		const picture = page.locator('.message .picture');
		await picture.waitFor();
		expect(await picture.getAttribute('class')).toContain('covered');
		await picture.click();
		expect(await picture.getAttribute('class')).not.toContain('covered');
	});

	it('replies, edits, reacts and deletes', async () => {
		const { page, playground } = await openPlayground(browser);
		const { photos } = playground.demo.channels;
		const first = playground.postMessage({
			channel: photos,
			author: playground.demo.users.admin,
			content: 'first',
		});
		await message(page, 'first').hover();
		await message(page, 'first').getByRole('button', { name: 'Reply' }).click();
		await messageBox(page).fill('second');
		await messageBox(page).press('Enter');
		await message(page, 'second').locator('.origin').getByText('first').waitFor();
		expect(playground.messages(photos)[1]?.message_reference?.message_id).toBe(first.id);

		await expect.poll(() => messageBox(page).inputValue()).toBe('');
		await messageBox(page).press('ArrowUp');
		expect(await messageBox(page).inputValue()).toBe('second');
		await messageBox(page).fill('second, better');
		await messageBox(page).press('Enter');
		await message(page, 'second, better').getByText('(edited)').waitFor();

		await message(page, 'second, better').hover();
		await message(page, 'second, better').getByRole('button', { name: 'React' }).click();
		await page.getByRole('menuitem', { name: '👍' }).click();
		const reaction = page.locator('.reaction[aria-pressed=true]');
		await reaction.waitFor();
		await reaction.click();
		await reaction.waitFor({ state: 'detached' });

		await message(page, 'second, better').click({ button: 'right' });
		await page.getByRole('menuitem', { name: 'Delete' }).click();
		await message(page, 'second, better').waitFor({ state: 'detached' });
		expect(playground.messages(photos)).toHaveLength(1);
	});

	it('forwards a message, and posts a sticker', async () => {
		const { page, playground } = await openPlayground(browser);
		const { photos, general } = playground.demo.channels;
		playground.postMessage({ channel: photos, author: playground.demo.users.admin, content: 'see this' });
		await message(page, 'see this').click({ button: 'right' });
		await page.getByRole('menuitem', { name: 'Forward' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'general Wildlife Park' }).click();
		await message(page, 'see this').getByText('Forwarded').waitFor();
		expect(playground.messages(general)[0]?.message_snapshots).toHaveLength(1);
		await page.getByRole('button', { name: 'Stickers' }).click();
		await page.getByRole('menuitem', { name: 'crow' }).click();
		await page.locator('.message img.sticker').waitFor();
	});

	it('shows who is typing, and tells others', async () => {
		const { page, playground, client } = await openPlayground(browser);
		const { photos } = playground.demo.channels;
		const channel = await client.channels.fetch(photos);
		if (channel?.isSendable()) await channel.sendTyping();
		await page.getByText('hantei is typing').waitFor();
		const typing: string[] = [];
		playground.on('typing', ({ user }) => typing.push(user.id));
		await messageBox(page).pressSequentially('hm');
		await expect.poll(() => typing).toEqual([playground.demo.users.member]);
	});

	it('marks channels with new messages until they are opened', async () => {
		const { page, playground } = await openPlayground(browser);
		const { general } = playground.demo.channels;
		playground.postMessage({ channel: general, author: playground.demo.users.admin, content: 'hello' });
		await page.getByRole('button', { name: 'general, unread' }).click();
		await message(page, 'hello').waitFor();
		await page.getByRole('button', { name: 'general', exact: true }).waitFor();
	});

	it('loads earlier messages when one scrolls up', async () => {
		const { page, playground } = await openPlayground(browser);
		const { general } = playground.demo.channels;
		for (let number = 1; number <= 70; number++) {
			playground.postMessage({
				channel: general,
				author: playground.demo.users.admin,
				content: `number ${number}.`,
			});
		}
		await page.reload();
		await page.locator('.channel', { hasText: 'general' }).click();
		await message(page, 'number 70.').waitFor();
		expect(await message(page, 'number 1.').count()).toBe(0);
		await page.locator('#timeline').evaluate((timeline) => timeline.scrollBy(0, -timeline.scrollHeight));
		await message(page, /number 1\./).waitFor({ state: 'attached' });
		await expect.poll(() => page.locator('.message').count()).toBe(70);
	});

	it('says when the bot or the playground is away, and goes on when it is back', async () => {
		const { page, client } = await openPlayground(browser);
		await client.destroy();
		await page.getByText('The bot is not logged in yet').waitFor();
		await page.getByText('offline').waitFor();
		await page.route('**/page-api/events', (route) => route.abort());
		await page.reload();
		await page.getByText('Not connected to the playground').waitFor();
		await page.unroute('**/page-api/events');
		await page.getByText('This is not Discord').waitFor();
	});
});

describe('people and places', () => {
	it('shows a person only what is theirs', async () => {
		const { page, playground, speakAs } = await openPlayground(browser);
		expect(await page.getByRole('button', { name: 'keepers-log' }).count()).toBe(0);
		await speakAs('Sage (admin)');
		await page.getByRole('button', { name: 'keepers-log' }).click();
		await messageBox(page).fill('noted');
		await messageBox(page).press('Enter');
		await message(page, 'noted').waitFor();
		await speakAs('Wren');
		await page.locator('#header').getByText('photos', { exact: true }).waitFor();
		expect(playground.messages(playground.demo.channels.adminLog)[0]?.author.id).toBe(
			playground.demo.users.admin,
		);
	});

	it('writes to the bot in a direct message', async () => {
		const { page, client, speakAs } = await openPlayground(browser);
		client.on(Events.MessageCreate, async (received) => {
			if (!received.author.bot) await received.reply(`dm from ${received.author.username}`);
		});
		await speakAs('Robin (owner)');
		await page.getByRole('button', { name: 'Direct messages' }).click();
		await page.locator('#header').getByText('hantei').waitFor();
		await messageBox(page).fill('hello');
		await messageBox(page).press('Enter');
		await message(page, 'dm from robin').waitFor();
		await page.getByRole('button', { name: 'Wildlife Park' }).click();
		await page.locator('#members').getByRole('button', { name: 'ハルト' }).click();
		await page.getByRole('menuitem', { name: 'Message' }).click();
		await page.locator('#header').getByText('ハルト').waitFor();
	});
});
