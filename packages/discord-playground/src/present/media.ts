import {
	type APIEmbed,
	type APIMessageTopLevelComponent,
	type APIUnfurledMediaItem,
	ComponentType,
} from 'discord-api-types/v10';
import type { AttachmentRecord } from '../world/state.ts';

const SCHEME = 'attachment://';

/** Turns `attachment://name` into the address of the message's own file; other addresses stay. */
export type MediaResolver = (url: string) => AttachmentRecord | null;

export function mediaResolver(attachments: readonly AttachmentRecord[]): MediaResolver {
	return (url) =>
		url.startsWith(SCHEME)
			? (attachments.find(({ filename }) => filename === url.slice(SCHEME.length)) ?? null)
			: null;
}

/** Every address a message shows in its embeds and components. */
export function mediaUrls(
	embeds: readonly APIEmbed[],
	components: readonly APIMessageTopLevelComponent[],
): string[] {
	const inEmbeds = embeds.flatMap(({ image, thumbnail, author, footer }) =>
		[image?.url, thumbnail?.url, author?.icon_url, footer?.icon_url].filter((url) => url !== undefined),
	);
	return [...inEmbeds, ...components.flatMap(componentUrls)];
}

type AnyComponent = APIMessageTopLevelComponent | { readonly type: ComponentType };

function componentUrls(component: AnyComponent): string[] {
	const urls: string[] = [];
	mapMedia(component, (item) => {
		urls.push(item.url);
		return item;
	});
	return urls;
}

/** Replaces the media items of a component and of those within it. */
export function mapMedia<Component extends AnyComponent>(
	component: Component,
	change: (item: APIUnfurledMediaItem) => APIUnfurledMediaItem,
): Component {
	const tree = component as APIMessageTopLevelComponent;
	switch (tree.type) {
		case ComponentType.Container:
			return { ...component, components: tree.components.map((child) => mapMedia(child, change)) };
		case ComponentType.Section:
			return tree.accessory.type === ComponentType.Thumbnail
				? { ...component, accessory: { ...tree.accessory, media: change(tree.accessory.media) } }
				: component;
		case ComponentType.MediaGallery:
			return { ...component, items: tree.items.map((item) => ({ ...item, media: change(item.media) })) };
		case ComponentType.File:
			return { ...component, file: change(tree.file) };
		default:
			return component;
	}
}
