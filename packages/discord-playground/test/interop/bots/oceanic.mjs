/** What every bot here does, with oceanic.js. */
import { createRequire } from 'node:module';

// From the folder it is installed in, which is not this one.
const { Client } = createRequire(`${process.cwd()}/`)('oceanic.js');

const client = new Client({
	auth: `Bot ${process.env.TOKEN}`,
	rest: { baseURL: `${process.env.API}/v10` },
	gateway: { intents: ['GUILDS', 'GUILD_MESSAGES', 'MESSAGE_CONTENT'] },
});
const ANIMALS = ['crow', 'boar'];
const button = (customID, label) => ({ type: 2, style: 1, customID, label });
const PANEL = [
	{ type: 1, components: [button('count', 'Count'), button('form', 'Form')] },
	{
		type: 1,
		components: [
			{ type: 3, customID: 'choose', options: ANIMALS.map((name) => ({ label: name, value: name })) },
		],
	},
];

client.on('ready', async () => {
	const text = { type: 3, name: 'text', description: 'What', required: true, autocomplete: true };
	await client.application.bulkEditGlobalCommands([
		{ type: 1, name: 'echo', description: 'Says it again', options: [text] },
		{ type: 1, name: 'slow', description: 'Thinks first' },
		{ type: 1, name: 'panel', description: 'Buttons and a list' },
	]);
});
client.on('messageCreate', async ({ content, channelID, id }) => {
	const send = (message) => client.rest.channels.createMessage(channelID, message);
	if (content === 'ping') await send({ content: 'pong', messageReference: { messageID: id } });
	if (content === 'upload')
		await send({ content: 'here', files: [{ name: 'hello.txt', contents: Buffer.from('hello') }] });
	if (content === 'burst')
		for (let number = 0; number < 7; number++) await send({ content: `burst ${number}` });
});
client.on('interactionCreate', async (interaction) => {
	const { data } = interaction;
	if (interaction.type === 4) {
		const typed = data.options.getFocused().value;
		await interaction.result(
			ANIMALS.filter((name) => name.includes(typed)).map((name) => ({ name, value: name })),
		);
	} else if (interaction.type === 2) {
		if (data.name === 'echo')
			await interaction.createMessage({ content: `echo: ${data.options.getString('text')}` });
		if (data.name === 'slow') {
			await interaction.defer();
			await interaction.editOriginal({ content: 'thought about it' });
		}
		if (data.name === 'panel') await interaction.createMessage({ content: 'the panel', components: PANEL });
	} else if (interaction.type === 3) {
		if (data.customID === 'count') await interaction.editParent({ content: 'counted' });
		if (data.customID === 'form') {
			const input = { type: 4, style: 1, customID: 'name', label: 'Name' };
			await interaction.createModal({
				title: 'A form',
				customID: 'form',
				components: [{ type: 1, components: [input] }],
			});
		}
		if (data.customID === 'choose')
			await interaction.createMessage({ content: `chose: ${data.values.getStrings()[0]}` });
	} else if (interaction.type === 5) {
		await interaction.createMessage({ content: `form: ${data.components.getTextInput('name')}` });
	}
});
client.on('error', (error) => process.stderr.write(`${error}\n`));
await client.connect();
