import {
	ActionRowBuilder,
	ButtonBuilder,
	ButtonStyle,
	ContainerBuilder,
	EmbedBuilder,
	MessageFlags,
	type MessageMentionOptions,
	SeparatorSpacingSize,
	StringSelectMenuBuilder,
} from 'discord.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { textsBelowContrast } from '../../../../test/browser/contrast.ts';
import { startSampler } from './bot.ts';
import { message, messageBox, type OpenedPlayground, openPlayground, pictureFile } from './page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

const EVERYONE: MessageMentionOptions = { parse: ['users', 'roles', 'everyone'] };

async function photosOf({ client, playground }: OpenedPlayground) {
	const channel = await client.channels.fetch(playground.demo.channels.photos);
	if (!channel?.isSendable()) throw new Error('the bot cannot send there');
	return channel;
}

/** One of everything that messages show. */
async function postEverything(opened: OpenedPlayground): Promise<void> {
	const { playground } = opened;
	const { channels, users, roles } = playground.demo;
	const channel = await photosOf(opened);
	await channel.send({
		content: [
			'# Heading',
			'-# small print',
			'**bold** *italic* ~~gone~~ `code` ||covered|| <t:0:D>',
			`<@${users.member}> <@&${roles.admin}> <#${channels.general}> [a link](https://example.org/)`,
			'> quoted',
			'- one\n- two',
			'```js\nlet x = 1;\n```',
		].join('\n'),
		allowedMentions: EVERYONE,
	});
	const { buffer, name } = await pictureFile('bird.png');
	await channel.send({
		embeds: [
			new EmbedBuilder({
				title: 'An embed',
				description: '**described**',
				color: 0x2e8b57,
				image: { url: 'attachment://bird.png' },
				fields: [{ name: 'Field', value: 'value', inline: true }],
				footer: { text: 'foot' },
			}),
		],
		files: [{ attachment: buffer, name }],
	});
	const container = new ContainerBuilder({ accent_color: 0xb5331f })
		.addTextDisplayComponents((text) => text.setContent('## A container'))
		.addSeparatorComponents((separator) => separator.setSpacing(SeparatorSpacingSize.Large))
		.addSectionComponents((section) =>
			section
				.addTextDisplayComponents((text) => text.setContent('A section'))
				.setThumbnailAccessory((thumbnail) => thumbnail.setURL('attachment://bird.png')),
		)
		.addActionRowComponents((row) =>
			row.setComponents(new ButtonBuilder({ customId: 'b', label: 'Inside', style: ButtonStyle.Danger })),
		);
	await channel.send({
		flags: MessageFlags.IsComponentsV2,
		components: [container],
		files: [{ attachment: buffer, name }],
	});
	const options = [{ label: 'One', value: '1', description: 'the first' }];
	await channel.send({
		content: 'rows',
		components: [
			new ActionRowBuilder<ButtonBuilder>().addComponents(
				...[ButtonStyle.Primary, ButtonStyle.Secondary, ButtonStyle.Success, ButtonStyle.Danger].map(
					(style) => new ButtonBuilder({ customId: `style-${style}`, label: `Style ${style}`, style }),
				),
			),
			new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
				new StringSelectMenuBuilder({ customId: 's', placeholder: 'Choose one', options }),
			),
		],
	});
	await message(opened.page, 'rows').waitFor();
}

async function widthOf(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth);
}

describe('messages on the chat page', () => {
	it('show formatting, mentions, embeds and both kinds of components', async () => {
		const opened = await openPlayground(browser);
		const { page, complaints } = opened;
		await postEverything(opened);
		const formatted = message(page, 'Heading');
		expect(await formatted.locator('h4').textContent()).toBe('Heading');
		expect(await formatted.locator('.markdown > small').textContent()).toBe('small print');
		expect(await formatted.locator('.mention').allTextContents()).toEqual(['@Wren', '@Keeper', '#general']);
		expect(await formatted.getAttribute('class')).toContain('mentions-me');
		expect(await formatted.getByText('covered').isVisible()).toBe(false);
		await formatted.locator('span.spoiler').click();
		expect(await formatted.getByText('covered').isVisible()).toBe(true);

		const embed = page.locator('.embed');
		expect(await embed.locator('.embed-title').textContent()).toBe('An embed');
		expect(await embed.locator('dt').textContent()).toBe('Field');
		const isLoaded = (image: Element) => (image as HTMLImageElement).naturalWidth > 0;
		await embed.locator('img').scrollIntoViewIfNeeded();
		await expect.poll(() => embed.locator('img').evaluate(isLoaded)).toBe(true);

		const container = page.locator('.container');
		expect(await container.locator('h5').textContent()).toBe('A container');
		expect(await container.locator('.section .picture').count()).toBe(1);
		expect(await container.getByRole('button', { name: 'Inside' }).count()).toBe(1);

		await formatted.getByRole('button', { name: '#general' }).click();
		await page.locator('#header').getByText('general', { exact: true }).waitFor();
		expect(complaints).toEqual([]);
	});

	it('show markup of strangers as text', async () => {
		const { page, playground, complaints } = await openPlayground(browser);
		const hostile = '<img src=x onerror=document.title=1><script>document.title=1</script>';
		const { id } = playground.world.addUser({ username: 'mallory', globalName: hostile });
		playground.world.addMember({ guild: playground.demo.guilds.park, user: id });
		playground.postMessage({
			channel: playground.demo.channels.photos,
			author: id,
			content: `${hostile} [x](javascript:document.title=1)`,
			attachments: [{ name: `${hostile}.png`, bytes: new Uint8Array(8) }],
		});
		await message(page, 'javascript:').waitFor();
		expect(await message(page, 'javascript:').locator('.author').textContent()).toBe(hostile);
		expect(
			await page.locator('script:not([src], [type=importmap]), [onerror], a[href^="javascript"]').count(),
		).toBe(0);
		expect(await page.title()).toContain('photos');
		expect(complaints).toEqual([]);
	});

	it.each(['light', 'dark'] as const)('have enough contrast in %s', async (colorScheme) => {
		const opened = await openPlayground(browser, { colorScheme, reducedMotion: 'reduce' });
		const { page, client } = opened;
		await startSampler(client);
		expect(await page.evaluate(textsBelowContrast, 4.5)).toEqual([]);
		await postEverything(opened);
		await messageBox(page).pressSequentially('/');
		await page.getByRole('option').first().waitFor();
		// WCAG 2.2, success criterion 1.4.3: 4.5 : 1.
		expect(await page.evaluate(textsBelowContrast, 4.5)).toEqual([]);
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'What is this?' }).click();
		expect(await page.evaluate(textsBelowContrast, 4.5)).toEqual([]);
	});

	it('change between light and dark by choice, and remember it', async () => {
		const { page } = await openPlayground(browser, { colorScheme: 'light' });
		const brightness = () =>
			page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]));
		expect(await brightness()).toBeGreaterThan(128);
		await page.getByRole('button', { name: 'Light or dark' }).click();
		await page.getByRole('menuitemradio', { name: 'Dark' }).click();
		expect(await brightness()).toBeLessThan(128);
		await page.reload();
		await messageBox(page).waitFor();
		expect(await brightness()).toBeLessThan(128);
	});
});

describe('on a phone', () => {
	const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

	it('everything fits, and channels and members are a tap away', async () => {
		const opened = await openPlayground(browser, PHONE);
		const { page } = opened;
		expect(await widthOf(page)).toBe(360);
		await postEverything(opened);
		expect(await widthOf(page)).toBe(360);
		expect(await page.locator('#timeline').evaluate(({ scrollWidth }) => scrollWidth)).toBe(360);
		await page.getByRole('button', { name: 'Servers and channels' }).tap();
		await page.locator('.channel', { hasText: 'general' }).tap();
		await page.locator('#header').getByText('general', { exact: true }).waitFor();
		await page.locator('#sidebar').waitFor({ state: 'hidden' });
		await page.getByRole('button', { name: 'Members' }).tap();
		await page.locator('#members').getByText('hantei').waitFor();
		await page.locator('#scrim').tap({ position: { x: 20, y: 300 } });
		await page.locator('#members').waitFor({ state: 'hidden' });
	});

	it('a command is called with a sample picture', async () => {
		const { page, client } = await openPlayground(browser, PHONE);
		await startSampler(client);
		await page.getByRole('button', { name: 'Commands' }).tap();
		await page.getByRole('option', { name: '/look' }).tap();
		await page.getByRole('button', { name: 'Use sample: A monkey' }).tap();
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).tap();
		await message(page, 'looked: monkey.jpg').waitFor();
		expect(await widthOf(page)).toBe(360);
	});
});
