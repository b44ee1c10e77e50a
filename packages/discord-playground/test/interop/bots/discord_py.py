"""What every bot here does, with discord.py."""

import io
import os

import discord
import yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["API"] + "/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["GATEWAY"])

intents = discord.Intents.default()
intents.message_content = True


class Form(discord.ui.Modal, title="A form"):
    name = discord.ui.TextInput(label="Name", custom_id="name")

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"form: {self.name.value}")


class Panel(discord.ui.View):
    @discord.ui.button(label="Count", custom_id="count")
    async def count(self, interaction, _):
        await interaction.response.edit_message(content="counted")

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction, _):
        await interaction.response.send_modal(Form(custom_id="form"))

    @discord.ui.select(custom_id="choose", options=[discord.SelectOption(label=name) for name in ("crow", "boar")])
    async def choose(self, interaction, select):
        await interaction.response.send_message(f"chose: {select.values[0]}")


class Bot(discord.Client):
    async def setup_hook(self):
        await tree.sync()

    async def on_message(self, message):
        if message.content == "ping":
            await message.reply("pong")
        if message.content == "upload":
            await message.channel.send("here", file=discord.File(io.BytesIO(b"hello"), "hello.txt"))
        if message.content == "burst":
            for number in range(7):
                await message.channel.send(f"burst {number}")


bot = Bot(intents=intents)
tree = app_commands.CommandTree(bot)


@tree.command(description="Says it again")
async def echo(interaction: discord.Interaction, text: str):
    await interaction.response.send_message(f"echo: {text}")


@echo.autocomplete("text")
async def suggest(_, current: str):
    return [app_commands.Choice(name=name, value=name) for name in ("crow", "boar") if current in name]


@tree.command(description="Thinks first")
async def slow(interaction: discord.Interaction):
    await interaction.response.defer()
    await interaction.edit_original_response(content="thought about it")


@tree.command(description="Buttons and a list")
async def panel(interaction: discord.Interaction):
    await interaction.response.send_message("the panel", view=Panel())


bot.run(os.environ["TOKEN"])
