//! What every bot here does, with twilight.

use serde_json::{Value, json};
use std::{env, error::Error};
use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt};
use twilight_http::Client;
use twilight_model::{
    application::{
        command::CommandType,
        interaction::{Interaction, InteractionData, application_command::CommandOptionValue},
    },
    channel::Message,
    http::{
        attachment::Attachment,
        interaction::{InteractionResponse, InteractionResponseType as Kind},
    },
};
use twilight_util::builder::command::{CommandBuilder, StringBuilder};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

const ANIMALS: [&str; 2] = ["crow", "boar"];

#[tokio::main]
async fn main() -> Outcome {
    let token = env::var("TOKEN")?;
    let host = env::var("API")?.replace("http://", "").replace("/api", "");
    let http = Client::builder().token(token.clone()).proxy(host, true).build();
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let config = ConfigBuilder::new(token, intents).proxy_url(env::var("GATEWAY")?).build();
    let mut shard = Shard::with_config(ShardId::ONE, config);
    while let Some(item) = shard.next_event(EventTypeFlags::all()).await {
        let result = match item {
            Ok(Event::Ready(_)) => register(&http).await,
            Ok(Event::MessageCreate(message)) => on_message(&http, &message.message).await,
            Ok(Event::InteractionCreate(interaction)) => on_interaction(&http, (*interaction).0).await,
            Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = result {
            eprintln!("{error:?}");
        }
    }
    Ok(())
}

async fn register(http: &Client) -> Outcome {
    let application = http.current_user_application().await?.model().await?.id;
    let text = StringBuilder::new("text", "What").required(true).autocomplete(true);
    let command = |name: &str, description: &str| CommandBuilder::new(name, description, CommandType::ChatInput);
    let commands = [
        command("echo", "Says it again").option(text).build(),
        command("slow", "Thinks first").build(),
        command("panel", "Buttons and a list").build(),
    ];
    http.interaction(application).set_global_commands(&commands).await?;
    Ok(())
}

async fn on_message(http: &Client, message: &Message) -> Outcome {
    let create = || http.create_message(message.channel_id);
    match message.content.as_str() {
        "ping" => drop(create().content("pong").reply(message.id).await?),
        "upload" => {
            let file = Attachment::from_bytes("hello.txt".into(), b"hello".to_vec(), 0);
            create().content("here").attachments(&[file]).await?;
        }
        "burst" => {
            for number in 0..7 {
                create().content(&format!("burst {number}")).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

async fn on_interaction(http: &Client, interaction: Interaction) -> Outcome {
    let client = http.interaction(interaction.application_id);
    let message = Kind::ChannelMessageWithSource;
    let say = |text: String| (message, json!({ "content": text }));
    let (kind, data) = match interaction.data {
        Some(InteractionData::ApplicationCommand(command)) => {
            let value = command.options.into_iter().next().map(|option| option.value);
            match (command.name.as_str(), value) {
                ("echo", Some(CommandOptionValue::Focused(typed, _))) => {
                    let found = ANIMALS.iter().filter(|name| name.contains(&typed));
                    let choices: Vec<_> = found.map(|name| json!({ "name": name, "value": name })).collect();
                    (Kind::ApplicationCommandAutocompleteResult, json!({ "choices": choices }))
                }
                ("echo", Some(CommandOptionValue::String(text))) => say(format!("echo: {text}")),
                ("slow", _) => (Kind::DeferredChannelMessageWithSource, Value::Null),
                _ => (message, panel()),
            }
        }
        Some(InteractionData::MessageComponent(component)) => match component.custom_id.as_str() {
            "count" => (Kind::UpdateMessage, json!({ "content": "counted" })),
            "form" => (Kind::Modal, form()),
            _ => say(format!("chose: {}", component.values[0])),
        },
        Some(InteractionData::ModalSubmit(modal)) => {
            let text = format!("{:?}", modal.components);
            say(format!("form: {}", if text.contains("\"Ada\"") { "Ada" } else { &text }))
        }
        _ => return Ok(()),
    };
    let response = InteractionResponse { kind, data: serde_json::from_value(data)? };
    client.create_response(interaction.id, &interaction.token, &response).await?;
    if kind == Kind::DeferredChannelMessageWithSource {
        client.update_response(&interaction.token).content(Some("thought about it")).await?;
    }
    Ok(())
}

fn panel() -> Value {
    let button = |id: &str, label: &str| json!({ "type": 2, "style": 1, "custom_id": id, "label": label });
    let options: Vec<_> = ANIMALS.iter().map(|name| json!({ "label": name, "value": name })).collect();
    json!({ "content": "the panel", "components": [
        { "type": 1, "components": [button("count", "Count"), button("form", "Form")] },
        { "type": 1, "components": [{ "type": 3, "custom_id": "choose", "options": options }] },
    ] })
}

fn form() -> Value {
    let input = json!({ "type": 4, "style": 1, "custom_id": "name", "label": "Name" });
    json!({ "custom_id": "form", "title": "A form", "components": [{ "type": 1, "components": [input] }] })
}
