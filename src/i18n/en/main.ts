/** What `npm start` says on the terminal. */
export const main = {
	ready: (labels: readonly string[], model: string) =>
		`Hantei 判定 is ready: ${labels.join(', ')} (${model})`,
	judgePage: (url: string) => `  Judge page   ${url}`,
	playground: (url: string) => `  Playground   ${url}   a stand-in for Discord, on this machine only`,
	photoSource: (url: string, photos: 'drawn' | 'folder') =>
		`  Photo source ${url}   a stand-in for photo services: ${photos === 'drawn' ? 'drawn photos' : 'your folder'}, nothing from the internet`,
	noToken: '  Set DISCORD_TOKEN (see .env.example) to be a bot on Discord instead.',
	onDiscord: '  Logging in to Discord …',
	stop: '  Ctrl-C stops it.',
};
