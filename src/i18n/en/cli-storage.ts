import { counted } from '../format.ts';

interface Copied {
	readonly photos: number;
	readonly photosThere: number;
	readonly versions: number;
	readonly backbones: number;
}

/** `hantei storage`. */
export const cliStorage = {
	storage: {
		about: 'move photos, models and backbones between the folders and an S3 store',
		copy: {
			about: 'copy all that is not there yet; stop Hantei first, and run it again if it was ended',
			to: 'from the folders to this place: s3://bucket/prefix',
			from: 'from this place back to the folders',
			oneOfBoth: '--to or --from',
			progress: (step: 'photos' | 'backbones' | 'models', done: number) =>
				`${{ photos: 'photos', backbones: 'backbones', models: 'model versions' }[step]}: ${done}`,
			damaged: (key: string) => `Left out, since it is damaged: ${key}`,
			done: ({ photos, photosThere, versions, backbones }: Copied) =>
				`Copied ${counted(photos, 'photo')} (${photosThere} more were there), ${counted(versions, 'model version')} and ${counted(backbones, 'backbone')}.`,
			set: (url: string) => `Now set HANTEI_STORAGE_URL=${url} and start Hantei.`,
			unset: 'Now remove HANTEI_STORAGE_URL and start Hantei.',
		},
	},
};
