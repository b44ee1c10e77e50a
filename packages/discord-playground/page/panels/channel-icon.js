import { icon } from '../lib/icons.js';
import { ChannelType, isDm, isThread } from '../state/permissions.js';

/** @param {{ type: number }} channel */
export function channelIcon(channel) {
	if (isDm(channel)) return icon('at');
	if (isThread(channel)) return icon('thread');
	return icon(channel.type === ChannelType.announcement ? 'megaphone' : 'hash');
}
