/** What every bot here does, with eris. It speaks HTTPS alone: its requests are led to this machine. */
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

const api = new URL(process.env.API);
https.request = ({ host: _, ...options }, ...rest) =>
	http.request({ ...options, hostname: api.hostname, port: api.port }, ...rest);
// From the folder it is installed in, which is not this one.
const eris = createRequire(`${process.cwd()}/`)('eris');

const client = eris(`Bot ${process.env.TOKEN}`, {
	intents: ['guilds', 'guildMessages', 'messageContent'],
	rest: { baseURL: '/api/v9', domain: api.hostname },
});
const ANIMALS = ['crow', 'boar'];
const button = (custom_id, label) => ({ type: 2, style: 1, custom_id, label });
const PANEL = [
	{ type: 1, components: [button('count', 'Count'), button('form', 'Form')] },
	{
		type: 1,
		components: [
			{ type: 3, custom_id: 'choose', options: ANIMALS.map((name) => ({ label: name, value: name })) },
		],
	},
];

client.on('ready', async () => {
	const text = { type: 3, name: 'text', description: 'What', required: true, autocomplete: true };
	await client.bulkEditCommands([
		{ type: 1, name: 'echo', description: 'Says it again', options: [text] },
		{ type: 1, name: 'slow', description: 'Thinks first' },
		{ type: 1, name: 'panel', description: 'Buttons and a list' },
	]);
});
client.on('messageCreate', async ({ content, channel, id }) => {
	const send = (message, file) => client.createMessage(channel.id, message, file);
	if (content === 'ping') await send({ content: 'pong', messageReference: { messageID: id } });
	if (content === 'upload') await send('here', { name: 'hello.txt', file: Buffer.from('hello') });
	if (content === 'burst') for (let number = 0; number < 7; number++) await send(`burst ${number}`);
});
client.on('interactionCreate', async (interaction) => {
	const { data, type } = interaction;
	if (type === 4) {
		const found = ANIMALS.filter((name) => name.includes(data.options[0].value));
		await interaction.result(found.map((name) => ({ name, value: name })));
	} else if (type === 2) {
		if (data.name === 'echo') await interaction.createMessage(`echo: ${data.options[0].value}`);
		if (data.name === 'slow') {
			await interaction.defer();
			await interaction.editOriginalMessage('thought about it');
		}
		if (data.name === 'panel') await interaction.createMessage({ content: 'the panel', components: PANEL });
	} else if (type === 3) {
		if (data.custom_id === 'count') await interaction.editParent({ content: 'counted' });
		if (data.custom_id === 'form') {
			const input = { type: 4, style: 1, custom_id: 'name', label: 'Name' };
			await interaction.createModal({
				title: 'A form',
				custom_id: 'form',
				components: [{ type: 1, components: [input] }],
			});
		}
		if (data.custom_id === 'choose') await interaction.createMessage(`chose: ${data.values[0]}`);
	} else if (type === 5) {
		await interaction.createMessage(`form: ${data.components[0].components[0].value}`);
	}
});
client.on('error', (error) => process.stderr.write(`${error}\n`));
await client.connect();
