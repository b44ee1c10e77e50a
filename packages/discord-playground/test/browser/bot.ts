import {
	ActionRowBuilder,
	ApplicationCommandOptionType,
	ApplicationCommandType,
	ButtonBuilder,
	ButtonStyle,
	type Client,
	Events,
	type Interaction,
	LabelBuilder,
	MessageFlags,
	ModalBuilder,
	StringSelectMenuBuilder,
	TextInputBuilder,
	TextInputStyle,
} from 'discord.js';

const ANIMALS = ['crow', 'boar', 'monkey'];

/**
 * A bot that answers with one of everything; what it was given is in what it says.
 * @returns what ends the thinking of `/panel slow`
 */
export async function startSampler(client: Client<true>): Promise<() => void> {
	let endThinking = () => {};
	const thought = new Promise<void>((resolve) => {
		endThinking = resolve;
	});
	client.on(Events.InteractionCreate, (interaction) => void answer(interaction, thought));
	await client.application.commands.set([
		{
			name: 'look',
			nameLocalizations: { ja: '見る' },
			description: 'Look at a picture',
			descriptionLocalizations: { ja: '画像を見る' },
			options: [
				{
					type: ApplicationCommandOptionType.Attachment,
					name: 'image',
					description: 'What to look at',
					required: true,
				},
				{
					type: ApplicationCommandOptionType.String,
					name: 'animal',
					description: 'Which one',
					autocomplete: true,
				},
				{ type: ApplicationCommandOptionType.Integer, name: 'times', description: 'How often', minValue: 1 },
				{ type: ApplicationCommandOptionType.User, name: 'for', description: 'For whom' },
				{ type: ApplicationCommandOptionType.Boolean, name: 'private', description: 'For you only' },
			],
		},
		{
			name: 'panel',
			description: 'A group of subcommands',
			options: [
				{ type: ApplicationCommandOptionType.Subcommand, name: 'show', description: 'Buttons and selects' },
				{ type: ApplicationCommandOptionType.Subcommand, name: 'silence', description: 'Answers nothing' },
				{ type: ApplicationCommandOptionType.Subcommand, name: 'slow', description: 'Thinks first' },
			],
		},
		{ name: 'Look at it', nameLocalizations: { ja: 'これを見る' }, type: ApplicationCommandType.Message },
		{ name: 'Greet', type: ApplicationCommandType.User },
	]);
	return endThinking;
}

async function answer(interaction: Interaction, thought: Promise<void>): Promise<void> {
	if (interaction.isAutocomplete()) {
		const typed = interaction.options.getFocused();
		const found = ANIMALS.filter((animal) => animal.includes(typed));
		await interaction.respond(found.map((animal) => ({ name: `the ${animal}`, value: animal })));
	} else if (interaction.isChatInputCommand()) {
		if (interaction.commandName === 'look') {
			const { options } = interaction;
			const parts = [
				options.getAttachment('image', true).name,
				options.getString('animal'),
				options.getInteger('times'),
				options.getUser('for')?.username,
			];
			const flags = options.getBoolean('private') ? MessageFlags.Ephemeral : undefined;
			await interaction.reply({ content: `looked: ${parts.join(', ')}`, flags });
			return;
		}
		const subcommand = interaction.options.getSubcommand();
		if (subcommand === 'show') await interaction.reply(panel());
		if (subcommand === 'slow') {
			await interaction.deferReply();
			await thought;
			await interaction.editReply('thought about it');
		}
	} else if (interaction.isMessageContextMenuCommand()) {
		await interaction.reply(`looked at: ${interaction.targetMessage.content}`);
	} else if (interaction.isUserContextMenuCommand()) {
		await interaction.reply(`hello, ${interaction.targetUser.username}`);
	} else if (interaction.isButton()) {
		if (interaction.customId === 'count') await interaction.update({ content: 'counted' });
		if (interaction.customId === 'form') await interaction.showModal(form());
	} else if (interaction.isStringSelectMenu()) {
		await interaction.reply({
			content: `chose: ${interaction.values.join(', ')}`,
			flags: MessageFlags.Ephemeral,
		});
	} else if (interaction.isModalSubmit()) {
		const { fields } = interaction;
		const said = [
			fields.getTextInputValue('name'),
			fields.getStringSelectValues('kind').join('+'),
			fields.getUploadedFiles('picture')?.first()?.name,
		];
		await interaction.reply(`form: ${said.join(', ')}`);
	}
}

function panel() {
	const options = ANIMALS.map((animal) => ({ label: animal, value: animal, description: `a ${animal}` }));
	const select = new StringSelectMenuBuilder({ customId: 'choose', placeholder: 'Pick two', options });
	return {
		content: 'the panel',
		components: [
			new ActionRowBuilder<ButtonBuilder>().addComponents(
				new ButtonBuilder({ customId: 'count', label: 'Count', style: ButtonStyle.Primary }),
				new ButtonBuilder({ customId: 'form', label: 'Form', style: ButtonStyle.Success }),
				new ButtonBuilder({ customId: 'off', label: 'Off', style: ButtonStyle.Secondary, disabled: true }),
				new ButtonBuilder({ customId: 'nothing', label: 'Nothing', style: ButtonStyle.Danger }),
				new ButtonBuilder({ url: 'https://example.org/', label: 'Elsewhere', style: ButtonStyle.Link }),
			),
			new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select.setMinValues(2).setMaxValues(2)),
		],
	};
}

function form(): ModalBuilder {
	const options = ANIMALS.map((animal) => ({ label: animal, value: animal }));
	return new ModalBuilder({ customId: 'form', title: 'A form' }).addLabelComponents(
		new LabelBuilder()
			.setLabel('Name')
			.setDescription('As you like')
			.setTextInputComponent(new TextInputBuilder({ customId: 'name', style: TextInputStyle.Short })),
		new LabelBuilder()
			.setLabel('Kind')
			.setStringSelectMenuComponent(new StringSelectMenuBuilder({ customId: 'kind', options })),
		new LabelBuilder()
			.setLabel('Picture')
			.setFileUploadComponent((upload) => upload.setCustomId('picture').setRequired(false)),
	);
}
