import { html } from '../lib/html.js';
import { Icon, Seal } from '../lib/icons.js';
import { CommandMention } from '../markdown/parts.js';
import { postSample, SAMPLES, sampleUrl } from '../overlay/samples.js';
import { channelName } from '../state/names.js';
import { isDm, Permission } from '../state/permissions.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/** @import { AnyChannel } from '../state/store.js' */

/**
 * What stands where a channel begins: what this is, and pictures to begin with.
 * @param {{ channel: AnyChannel }} props
 */
export function Welcome({ channel }) {
	const mayPost = view.mayWrite(channel) && view.may(channel.id, Permission.attachFiles);
	const name = channelName(channel);
	return html`
		<section class="welcome">
			<${Seal} />
			<h2>${isDm(channel) ? texts.welcomeDm(name) : texts.welcome(name)}</h2>
			<p class="lead muted">${texts.about}</p>
			${mayPost && html`<${Trial} />`}
		</section>
	`;
}

function Trial() {
	const samples = SAMPLES.map(
		(sample) => html`
			<li>
				<button type="button" class="card sample-card" onClick=${() => void postSample(sample)}>
					<img src=${sampleUrl(sample)} alt="" width="640" height="480" />
					<span>${texts.samples[sample]}</span>
				</button>
			</li>
		`,
	);
	const command = html`<${CommandMention} name="classify" shown=${texts.classify} />`;
	return html`
		<p class="try">${texts.tryPicture}</p>
		<ul class="sample-cards">${samples}</ul>
		<small>${texts.drawings}</small>
		<ul class="hints muted">
			<li class="line"><${Icon} name="picture" /><span>${texts.hintOwnPhoto}</span></li>
			<li class="line"><${Icon} name="slash" /><span>${texts.hintCommand(command)}</span></li>
			<li class="line"><${Icon} name="user" /><span>${texts.hintPeople}</span></li>
		</ul>
	`;
}
