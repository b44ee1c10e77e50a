import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { startSampler } from './bot.ts';
import { handOver, message, messageBox, openPlayground, pictureFile } from './page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

async function openWithSampler() {
	const opened = await openPlayground(browser);
	return { ...opened, endThinking: await startSampler(opened.client) };
}

describe('slash commands on the chat page', () => {
	it('are picked from a list and called with options, suggestions and a picture', async () => {
		const { page, complaints } = await openWithSampler();
		await messageBox(page).pressSequentially('/lo');
		await page.getByRole('option', { name: '/look' }).click();
		await page
			.getByLabel('image')
			.first()
			.setInputFiles([await pictureFile('bird.png')]);
		await page.getByRole('button', { name: 'animal' }).click();
		await page.getByRole('combobox', { name: 'animal' }).fill('bo');
		await page.getByRole('option', { name: 'the boar' }).click();
		await page.getByRole('button', { name: 'times' }).click();
		await page.getByRole('spinbutton', { name: 'times' }).fill('3');
		await page.getByRole('button', { name: 'for' }).click();
		await page.getByRole('combobox', { name: 'for' }).selectOption('@Sage (admin)');
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
		await message(page, 'looked: bird.png, boar, 3, sage').waitFor();
		await page.getByText('Wren used /look').waitFor();
		expect(complaints).toEqual([]);
	});

	it('are suggested nothing more once something is chosen', async () => {
		const { page } = await openWithSampler();
		await messageBox(page).fill('/look animal:');
		await page.getByRole('option', { name: '/look' }).waitFor();
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'animal' }).click();
		await page.getByRole('option', { name: 'the boar' }).waitFor();
		let answer = () => {};
		const asked = new Promise<void>((resolve) => {
			void page.route('**/page-api/acts', async (route) => {
				resolve();
				await new Promise<void>((go) => {
					answer = go;
				});
				await route.continue();
			});
		});
		await page.getByRole('combobox', { name: 'animal' }).press('r');
		await asked;
		await page.getByRole('option', { name: 'the boar' }).click();
		const response = page.waitForResponse('**/page-api/acts');
		answer();
		await (await response).finished();
		await page.evaluate(() => new Promise(requestAnimationFrame));
		expect(await page.getByRole('option').count()).toBe(0);
	});

	it('need nothing but a keyboard', async () => {
		const { page } = await openWithSampler();
		await messageBox(page).focus();
		await page.keyboard.type('/panel sh');
		await page.getByRole('option', { name: '/panel show' }).waitFor();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await message(page, 'the panel').waitFor();
		// Back from the message box to the last message, into it, and to its button.
		await messageBox(page).focus();
		await page.locator('.message').last().focus();
		await page.keyboard.press('Enter');
		await page.getByRole('menuitem', { name: 'Look at it' }).waitFor();
		await page.keyboard.press('Enter');
		await message(page, 'looked at: the panel').waitFor();
		await message(page, 'the panel').first().getByRole('button', { name: 'Count' }).focus();
		await page.keyboard.press('Enter');
		await message(page, 'counted').first().waitFor();
	});

	it('may be typed with their options, as in Discord', async () => {
		const { page } = await openWithSampler();
		await messageBox(page).fill('/look animal:boar times:3 at 10:30');
		await page.getByRole('option', { name: '/look' }).waitFor();
		await page.keyboard.press('Enter');
		// Not a number: left to the form.
		expect(await page.getByRole('combobox', { name: 'animal' }).inputValue()).toBe('boar');
		await page.getByRole('button', { name: 'times' }).waitFor();
		await page.keyboard.press('Escape');

		await messageBox(page).fill('/look animal:boar times:3');
		await page.getByRole('option', { name: '/look' }).waitFor();
		await page.keyboard.press('Enter');
		await handOver(page, 'drop', 'dropped.png');
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
		await message(page, 'looked: dropped.png, boar, 3').waitFor();
	});

	it('take a dropped picture, and say which option is missing', async () => {
		const { page } = await openWithSampler();
		await messageBox(page).pressSequentially('/look');
		await page.keyboard.press('Enter');
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
		await page.getByText('“image” is needed').waitFor();
		await handOver(page, 'drop', 'dropped.png');
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
		await message(page, 'looked: dropped.png').waitFor();
	});

	it('answered for one person are shown to nobody else, and can be dismissed', async () => {
		const { page, speakAs } = await openWithSampler();
		await messageBox(page).pressSequentially('/look');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Use sample: A crow' }).click();
		await page.getByRole('button', { name: 'private' }).click();
		await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
		const answer = message(page, 'looked: crow.jpg');
		await answer.getByText('Only you can see this').waitFor();
		await speakAs('Sage (admin)');
		await answer.waitFor({ state: 'detached' });
		await speakAs('Wren');
		await answer.getByRole('button', { name: 'Dismiss' }).click();
		await answer.waitFor({ state: 'detached' });
	});

	it('show that the bot thinks, and that it did not answer at all', async () => {
		const { page, endThinking } = await openWithSampler();
		await messageBox(page).pressSequentially('/panel slow');
		await page.getByRole('option', { name: '/panel slow' }).waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.command-form :focus').waitFor();
		await page.keyboard.press('Enter');
		await message(page, 'hantei is thinking').waitFor();
		endThinking();
		await message(page, 'thought about it').waitFor();
		await messageBox(page).pressSequentially('/panel silence');
		await page.getByRole('option', { name: '/panel silence' }).waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.command-form :focus').waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('Sending /panel silence').waitFor();
		await page.getByText('the bot did not respond').waitFor();
		await page.getByRole('button', { name: 'Dismiss' }).click();
		await page.getByText('the bot did not respond').waitFor({ state: 'detached' });
	});

	it('have Japanese names for a Japanese member', async () => {
		const { page, speakAs } = await openWithSampler();
		await speakAs('ハルト');
		await messageBox(page).pressSequentially('/見');
		await page.getByRole('option', { name: '/見る' }).getByText('画像を見る').waitFor();
		await messageBox(page).fill('やあ');
		await messageBox(page).press('Enter');
		await message(page, 'やあ').click({ button: 'right' });
		await page.getByRole('menuitem', { name: 'これを見る' }).click();
		await message(page, 'looked at: やあ').waitFor();
	});

	it('for users are in the menu of a member', async () => {
		const { page } = await openWithSampler();
		await page.locator('#members').getByRole('button', { name: 'Sage' }).click();
		await page.getByRole('menuitem', { name: 'Greet' }).click();
		await message(page, 'hello, sage').waitFor();
	});
});

describe('components on the chat page', () => {
	async function openPanel() {
		const opened = await openWithSampler();
		const { playground } = opened;
		const { member } = playground.demo.users;
		playground.invoke({
			user: member,
			channel: playground.demo.channels.photos,
			command: 'panel',
			subcommand: 'show',
		});
		await message(opened.page, 'the panel').waitFor();
		return opened;
	}

	it('change their message', async () => {
		const { page } = await openPanel();
		expect(await page.getByRole('button', { name: 'Off' }).isDisabled()).toBe(true);
		expect(await page.getByRole('link', { name: 'Elsewhere' }).getAttribute('rel')).toBe(
			'noopener noreferrer',
		);
		await page.getByRole('button', { name: 'Count' }).click();
		await message(page, 'counted').waitFor();
	});

	it('send several choices when the list is closed', async () => {
		const { page } = await openPanel();
		await page.getByRole('combobox', { name: 'Pick two' }).click();
		await page.getByRole('option', { name: 'crow' }).click();
		await page.getByRole('option', { name: 'monkey' }).click();
		await page.keyboard.press('Escape');
		await message(page, 'chose: crow, monkey').getByText('Only you can see this').waitFor();
	});

	it('say that an interaction failed', async () => {
		const { page } = await openPanel();
		await page.getByRole('button', { name: 'Nothing' }).click();
		await page.getByText('This interaction failed').waitFor();
	});

	it('open a form that is filled in and submitted', async () => {
		const { page, complaints } = await openPanel();
		await page.getByRole('button', { name: 'Form' }).click();
		const dialog = page.getByRole('dialog', { name: 'A form' });
		await dialog.getByLabel('Name').fill('Kuro');
		await dialog.getByRole('combobox').click();
		await dialog.getByRole('option', { name: 'crow' }).click();
		await dialog.getByLabel('Picture').setInputFiles([await pictureFile('form.png')]);
		await dialog.getByRole('button', { name: 'Submit' }).click();
		await message(page, 'form: Kuro, crow, form.png').waitFor();
		await dialog.waitFor({ state: 'detached' });
		expect(complaints).toEqual([]);
	});
});
