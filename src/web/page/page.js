/**
 * Makes the form of the page quick: pictures are judged as soon as they are chosen, dropped, pasted or photographed,
 * each in a request of its own, and its answer appears in place. The server renders every answer, with or without
 * this script, so that there are no texts and no markup here.
 */

/** Pictures sent at the same time: enough to keep the server's workers busy, few enough to see answers arrive in order. */
const AT_ONCE = 2;
/** How often a picture is sent when the server says that it is busy. */
const TRIES = 8;

const form = byId('upload', HTMLFormElement);
const submitWhy = byId('submit-why', HTMLButtonElement);
const results = byId('results', HTMLElement);
const announcer = byId('announcer', HTMLElement);
const maxBytes = Number(form.dataset.maxBytes);

/**
 * A picture and the card that shows it.
 * @typedef {{ file: File, card: Element, picture: HTMLImageElement }} Job
 * @type {Job[]}
 */
const waiting = [];
let underWay = 0;

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function byId(id, type) {
	const element = document.getElementById(id);
	if (element instanceof type) return element;
	throw new Error(`the page has no ${type.name} #${id}`);
}

/** @param {'pending' | 'too-large' | 'unreachable'} templateId */
function cardFrom(templateId) {
	return cardIn(byId(templateId, HTMLTemplateElement).content);
}

/**
 * A copy of a card that belongs to this document: a picture moved through another one would load again.
 * @param {ParentNode} container
 */
function cardIn(container) {
	const card = container.querySelector('.result');
	if (card) return document.importNode(card, true);
	throw new Error('the server answered without a result');
}

/**
 * Puts into a card what only this side knows.
 * @param {Element} card
 * @param {Pick<Job, 'file' | 'picture'>} job
 */
function complete(card, { file, picture }) {
	const name = card.querySelector('.file bdi');
	if (name) name.textContent = file.name;
	card.prepend(picture);
	const button = card.querySelector('button.why');
	if (!(button instanceof HTMLButtonElement)) return;
	button.hidden = false;
	button.addEventListener('click', () => {
		if (!button.hasAttribute('aria-disabled')) explain({ file, card, picture }, button);
	});
}

/**
 * Sends a picture once more, to have its answer explained; the card with the explanation takes the place of the other.
 * @param {Job} job
 * @param {HTMLButtonElement} button
 */
async function explain(job, button) {
	const { card } = job;
	card.querySelector('.refusal')?.remove();
	button.setAttribute('aria-disabled', 'true');
	const { asking = '' } = button.dataset;
	[button.textContent, button.dataset.asking] = [asking, button.textContent ?? ''];
	announcer.textContent = asking;
	const answer = await judge(job.file, submitWhy.formAction);
	const heading = answer.querySelector('.explanation h3');
	if (heading instanceof HTMLElement) {
		complete(answer, job);
		card.replaceWith(answer);
		heading.focus({ preventScroll: true });
		heading.scrollIntoView({ block: 'nearest' });
	} else {
		button.removeAttribute('aria-disabled');
		[button.textContent, button.dataset.asking] = [button.dataset.asking ?? '', asking];
		const refusal = document.createElement('p');
		refusal.className = 'refusal';
		refusal.textContent = answer.querySelector('h2 + p')?.textContent ?? '';
		button.before(refusal);
		announcer.textContent = refusal.textContent;
	}
}

/** @param {File} file */
function previewOf(file) {
	const picture = new Image();
	picture.className = 'picture';
	picture.alt = '';
	picture.decoding = 'async';
	const release = () => URL.revokeObjectURL(picture.src);
	picture.addEventListener('load', release);
	picture.addEventListener('error', () => {
		release();
		picture.remove();
	});
	picture.src = URL.createObjectURL(file);
	return picture;
}

/** @param {Iterable<File> | null | undefined} files */
function add(files) {
	const jobs = Array.from(files ?? [], (file) => ({
		file,
		card: cardFrom('pending'),
		picture: previewOf(file),
	}));
	if (jobs.length === 0) return;
	for (const job of jobs) complete(job.card, job);
	results.prepend(...jobs.map(({ card }) => card));
	jobs[0].card.scrollIntoView({ block: 'nearest' });
	waiting.push(...jobs);
	while (underWay < AT_ONCE && waiting.length > 0) work();
}

async function work() {
	underWay++;
	for (let job = waiting.shift(); job; job = waiting.shift()) {
		const { file, card } = job;
		const answer = file.size > maxBytes ? cardFrom('too-large') : await judge(file, form.action);
		complete(answer, job);
		card.replaceWith(answer);
		announcer.textContent = `${file.name}: ${answer.getAttribute('aria-label')}`;
	}
	underWay--;
}

/**
 * @param {File} file
 * @param {string} action where to
 */
async function judge(file, action) {
	try {
		return cardIn(new DOMParser().parseFromString(await send(file, action), 'text/html'));
	} catch {
		return cardFrom('unreachable');
	}
}

/**
 * The page that the server answers with.
 * @param {File} file
 * @param {string} action where to
 */
async function send(file, action) {
	for (let tries = 1; ; tries++) {
		const body = new FormData();
		body.append('image', file);
		const response = await fetch(action, { method: 'POST', body, headers: { Accept: 'text/html' } });
		const page = await response.text();
		const retryAfter = Number(response.headers.get('Retry-After'));
		if (response.status !== 503 || !retryAfter || tries === TRIES) return page;
		await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
	}
}

form.addEventListener('change', ({ target }) => {
	if (!(target instanceof HTMLInputElement)) return;
	add(target.files);
	// Choosing the same file again is to work too.
	target.value = '';
});

// Browsers too old to hide the button still have it.
form.addEventListener('submit', (event) => event.preventDefault());

document.addEventListener('paste', ({ clipboardData }) => add(clipboardData?.files));

document.addEventListener('dragover', (event) => {
	if (!event.dataTransfer?.types.includes('Files')) return;
	event.preventDefault();
	event.dataTransfer.dropEffect = 'copy';
	form.classList.add('dragging');
});

document.addEventListener('dragleave', ({ relatedTarget }) => {
	// Without a related target the pointer has left the window, not just crossed into another element.
	if (relatedTarget === null) form.classList.remove('dragging');
});

document.addEventListener('drop', (event) => {
	event.preventDefault();
	form.classList.remove('dragging');
	add(event.dataTransfer?.files);
});
