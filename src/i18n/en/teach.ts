/** `/teach`: photos that members give. Labels and names arrive escaped. */
export const teach = {
	teach: {
		name: 'teach',
		description: 'Give a photo of yours to train this server’s Hantei',
		photo: {
			name: 'photo',
			description: 'Give a photo and say what it shows; you are asked once more before it is kept',
			options: {
				image: { name: 'image', description: 'A photo that you took or may give away' },
				label: { name: 'label', description: 'What it shows' },
			},
		},
		withdraw: { name: 'withdraw', description: 'Take back all photos that you taught in this server' },
		/** Before a photo is kept: what, what for, who sees it, how to have it back. */
		consent: (label: string, name: string, withdraw: string) =>
			[
				`**May I keep this photo to learn what ${label} looks like?**`,
				'- **Kept** is a copy of at most 512 pixels without place, date or camera, on the computer Hantei runs on; with it your user id, and your name as it is here now.',
				'- **For** training this server’s models and measuring them, after an admin has looked at it. It is not exported, and not used for any other server.',
				`- **Seen** by this server’s admins, and in channels where they show photos that Hantei learns from; each time with your name, **${name}**, as the credit.`,
				`- **Taken back** at any time: ${withdraw} deletes all photos that you taught here at once. The next training does not know them. A model that has learnt from them serves on until a newer one takes its place.`,
				'-# Give only photos that you took, or may give away, and that show nobody who would mind.',
			].join('\n'),
		agree: 'I agree',
		cancel: 'Cancel',
		cancelled: 'The photo was not kept.',
		taken: (label: string, withdraw: string) =>
			`Thank you! The photo of ${label} was kept, and waits for an admin to look at it. ${withdraw} takes it back.`,
		notTaken: (reason: string) => `The photo was not kept: ${reason}.`,
		/** Why, after “was not kept:”. */
		reasons: {
			duplicate: 'it is here already',
			removed: 'the same picture was removed from here before',
			'too-small': 'it is too small; its shorter side must have 128 pixels',
			'too-large': 'it is too large',
			aspect: 'it is too long and narrow',
			flat: 'it shows hardly anything',
			placeholder: 'it shows hardly anything',
			other: 'it cannot be used',
		},
		confirmWithdrawal: (photos: number) =>
			`You have taught ${photos === 1 ? 'one photo' : `${photos} photos`} in this server. Delete ${photos === 1 ? 'it' : 'all of them'} for good?`,
		withdrawNow: 'Delete',
		keep: 'Keep',
		kept: 'Nothing was changed.',
		withdrawn: (photos: number) =>
			`${photos === 1 ? 'Your photo was' : `Your ${photos} photos were`} deleted, with all that was made of ${photos === 1 ? 'it' : 'them'}. From the next training on nothing here has learnt from ${photos === 1 ? 'it' : 'them'}.`,
		nothingTaught: 'You have taught no photos in this server.',
		log: {
			taught: (user: string, label: string, review: string) =>
				`${user} taught a photo of **${label}**. It waits for a decision: ${review}`,
			withdrawn: (user: string, photos: number) =>
				`${user} took back ${photos === 1 ? 'the photo' : `the ${photos} photos`} they had taught.`,
		},
	},
};
