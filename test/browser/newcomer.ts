import { drawPhoto, planPhoto } from 'photo-services';
import type { Locator, Page } from 'playwright-core';

/** On a busy machine. */
const PATIENCE_MS = 180_000;

/** Tabs from anywhere on the page to anywhere else, and some more. */
const MOST_TABS = 150;

interface File {
	readonly name: string;
	readonly buffer: Buffer;
}

/**
 * Somebody who opens the playground for the first time and touches nothing but their keyboard. What they decide to do is an
 * action, however many keys it takes: to press a button, to choose from a menu, to send a command or a photo.
 */
export class Newcomer {
	actions = 0;
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	/** Posts the picture of a crow that the page offers, and reads the answer. */
	async askAboutACrow(): Promise<void> {
		await this.#press(this.#page.getByRole('button', { name: 'A crow' }));
		await this.#reads(/crow\s+>?\d+\s%/);
	}

	/** Has two names learned, and asks about a photo of one of them. */
	async teachCatAndMushroom(): Promise<void> {
		await this.#becomeAdmin();
		await this.#command('/learn cat, mushroom');
		await this.#reads('Post a photo, and I tell');
		await this.#post({ name: 'pet.jpg', buffer: await drawPhoto(planPhoto('cat', 4_000, false)) });
		await this.#reads(/cat\s+>?\d+\s%\s*Model v1/);
	}

	/** Answers the first photos of which the doctor, or the new model, is in doubt. */
	async review(): Promise<void> {
		await this.#command('/dataset review');
		await this.#press(this.#page.getByRole('button', { name: /^Keep all/ }).last());
		await this.#reads(/\d+ photos? kept/);
	}

	/** Returns to the model before. */
	async rollBack(): Promise<void> {
		await this.#command('/model rollback');
		await this.#reads('which served before?');
		await this.#press(this.#page.getByRole('button', { name: 'Roll back' }).last());
		await this.#reads('serves again');
	}

	/** Brings a model made elsewhere, and asks it about a photo. */
	async bring(model: File): Promise<void> {
		await this.#command('/model import', model);
		await this.#reads('Model imported');
		await this.#post({ name: 'animal.jpg', buffer: await drawPhoto(planPhoto('cat', 4_001, false)) });
		await this.#reads(/%\s*Model v2/);
	}

	async #becomeAdmin(): Promise<void> {
		await this.#reach(this.#page.locator('.person'));
		await this.#page.keyboard.press('Enter');
		await this.#reach(this.#page.getByRole('menuitemradio', { name: /Sage/ }), 'ArrowDown');
		await this.#page.keyboard.press('Enter');
		this.actions++;
	}

	/** Types a command whole, as in Discord; Enter shows it once more, and sends it. */
	async #command(text: string, file?: File): Promise<void> {
		const { keyboard } = this.#page;
		const form = this.#page.locator('.command-form');
		await this.#reach(this.#page.locator('#message'));
		await keyboard.type(text);
		await this.#page.getByRole('option').first().waitFor({ timeout: PATIENCE_MS });
		await keyboard.press('Enter');
		await form.waitFor({ timeout: PATIENCE_MS });
		if (file) {
			await form.locator('input[type=file]').setInputFiles({ ...file, mimeType: 'application/zip' });
			await form.getByText(file.name).waitFor({ timeout: PATIENCE_MS });
			await this.#reach(form.getByRole('button', { name: 'Send' }));
		}
		await keyboard.press('Enter');
		await form.waitFor({ state: 'detached', timeout: PATIENCE_MS });
		this.actions++;
	}

	async #post(file: File): Promise<void> {
		const chooser = this.#page.waitForEvent('filechooser');
		await this.#reach(this.#page.locator('#composer button[aria-label="Choose photos"]'));
		await this.#page.keyboard.press('Enter');
		await (await chooser).setFiles([{ ...file, mimeType: 'image/jpeg' }]);
		await this.#page.locator('.tray').getByText(file.name).waitFor();
		await this.#reach(this.#page.locator('#message'));
		await this.#page.keyboard.press('Enter');
		this.actions++;
	}

	async #press(button: Locator): Promise<void> {
		await button.waitFor({ timeout: PATIENCE_MS });
		await this.#reach(button);
		await this.#page.keyboard.press('Enter');
		this.actions++;
	}

	/** Waits for a message of the bot that says so. */
	async #reads(text: string | RegExp): Promise<void> {
		const message = this.#page.locator('.message').filter({ hasText: text });
		await message.last().waitFor({ timeout: PATIENCE_MS });
	}

	/** Moves the focus from key to key until it is there: back, where that is the shorter way. */
	async #reach(target: Locator, given?: string): Promise<void> {
		await target.waitFor({ timeout: PATIENCE_MS });
		const isBehind = await target.evaluate((element) => {
			const position = element.ownerDocument.activeElement?.compareDocumentPosition(element) ?? 0;
			return (position & element.DOCUMENT_POSITION_PRECEDING) !== 0;
		});
		const key = given ?? (isBehind ? 'Shift+Tab' : 'Tab');
		for (let pressed = 0; pressed < MOST_TABS; pressed++) {
			if (await target.evaluate((element) => element.matches(':focus'))) return;
			await this.#page.keyboard.press(key);
		}
		throw new Error(`the keyboard does not lead to ${target}`);
	}
}
