import { fileURLToPath } from 'node:url';

/** How a library is installed into an empty folder, and how its bot is run there. */
export interface Library {
	readonly name: string;
	readonly install: readonly string[];
	readonly run: string;
	/** Prints the version that was installed. */
	readonly version: string;
}

const BOTS = fileURLToPath(new URL('./bots', import.meta.url));

const python = (name: string, bot: string): Library => ({
	name,
	install: ['python3 -m venv .', `bin/pip install -q ${name}`],
	run: `exec bin/python ${BOTS}/${bot}`,
	version: `bin/pip show ${name} | sed -n 's/^Version: //p'`,
});

const npm = (name: string, bot: string): Library => ({
	name,
	install: ['npm init -y', `npm install --no-audit --no-fund ${name}`],
	run: `exec node ${BOTS}/${bot}`,
	version: `node -p "require('./node_modules/${name}/package.json').version"`,
});

export const LIBRARIES: readonly Library[] = [
	python('discord.py', 'discord_py.py'),
	python('hikari', 'hikari_bot.py'),
	npm('oceanic.js', 'oceanic.mjs'),
	npm('eris', 'eris.mjs'),
	{
		name: 'discordgo',
		install: [
			`cp ${BOTS}/discordgo/main.go . && go mod init interop`,
			'go get github.com/bwmarrin/discordgo@latest',
			'go build -o bot .',
		],
		run: 'exec ./bot',
		version: "go list -m -f '{{.Version}}' github.com/bwmarrin/discordgo",
	},
	{
		name: 'twilight',
		install: [`cp -r ${BOTS}/twilight/. .`, 'cargo build -q'],
		run: 'exec cargo run -q',
		version: 'sed -n \'/^name = "twilight-gateway"/{n;s/version = "\\(.*\\)"/\\1/p}\' Cargo.lock',
	},
];
