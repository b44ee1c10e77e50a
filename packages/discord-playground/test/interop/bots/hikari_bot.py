"""What every bot here does, with hikari."""

import os

import hikari

bot = hikari.GatewayBot(
    os.environ["TOKEN"],
    banner=None,
    intents=hikari.Intents.ALL_UNPRIVILEGED | hikari.Intents.MESSAGE_CONTENT,
    rest_url=os.environ["API"] + "/v10",
)
CREATE = hikari.ResponseType.MESSAGE_CREATE


@bot.listen()
async def on_started(_: hikari.StartedEvent) -> None:
    application = await bot.rest.fetch_application()
    echo = bot.rest.slash_command_builder("echo", "Says it again").add_option(
        hikari.CommandOption(
            type=hikari.OptionType.STRING, name="text", description="What", is_required=True, autocomplete=True
        )
    )
    others = [bot.rest.slash_command_builder(name, "Try it") for name in ("slow", "panel")]
    await bot.rest.set_application_commands(application, [echo, *others])


@bot.listen()
async def on_message(event: hikari.MessageCreateEvent) -> None:
    message = event.message
    if message.content == "ping":
        await message.respond("pong", reply=True)
    if message.content == "upload":
        await bot.rest.create_message(message.channel_id, "here", attachment=hikari.Bytes(b"hello", "hello.txt"))
    if message.content == "burst":
        for number in range(7):
            await bot.rest.create_message(message.channel_id, f"burst {number}")


def panel():
    buttons = bot.rest.build_message_action_row()
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "count", label="Count")
    buttons.add_interactive_button(hikari.ButtonStyle.SECONDARY, "form", label="Form")
    row = bot.rest.build_message_action_row()
    menu = row.add_text_menu("choose")
    for name in ("crow", "boar"):
        menu.add_option(name, name)
    return [buttons, row]


@bot.listen()
async def on_interaction(event: hikari.InteractionCreateEvent) -> None:
    interaction = event.interaction
    if isinstance(interaction, hikari.AutocompleteInteraction):
        typed = str(interaction.options[0].value)
        names = [name for name in ("crow", "boar") if typed in name]
        await interaction.create_response([hikari.impl.AutocompleteChoiceBuilder(name, name) for name in names])
    elif isinstance(interaction, hikari.CommandInteraction):
        if interaction.command_name == "echo":
            await interaction.create_initial_response(CREATE, f"echo: {interaction.options[0].value}")
        if interaction.command_name == "slow":
            await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE)
            await interaction.edit_initial_response("thought about it")
        if interaction.command_name == "panel":
            await interaction.create_initial_response(CREATE, "the panel", components=panel())
    elif isinstance(interaction, hikari.ComponentInteraction):
        if interaction.custom_id == "count":
            await interaction.create_initial_response(hikari.ResponseType.MESSAGE_UPDATE, "counted")
        if interaction.custom_id == "form":
            row = bot.rest.build_modal_action_row().add_text_input("name", "Name")
            await interaction.create_modal_response("A form", "form", component=row)
        if interaction.custom_id == "choose":
            await interaction.create_initial_response(CREATE, f"chose: {interaction.values[0]}")
    elif isinstance(interaction, hikari.ModalInteraction):
        await interaction.create_initial_response(CREATE, f"form: {interaction.components[0][0].value}")


bot.run(check_for_updates=False)
