// What every bot here does, with discordgo.
package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	dg "github.com/bwmarrin/discordgo"
)

var animals = []string{"crow", "boar"}

// here leads requests for Discord to this machine.
type here struct{ api *url.URL }

func (h here) RoundTrip(request *http.Request) (*http.Response, error) {
	request.URL.Scheme, request.URL.Host, request.Host = h.api.Scheme, h.api.Host, h.api.Host
	return http.DefaultTransport.RoundTrip(request)
}

func main() {
	api, _ := url.Parse(os.Getenv("API"))
	session, _ := dg.New("Bot " + os.Getenv("TOKEN"))
	session.Client = &http.Client{Transport: here{api}}
	session.Identify.Intents = dg.IntentsGuilds | dg.IntentsGuildMessages | dg.IntentMessageContent
	session.AddHandler(onReady)
	session.AddHandler(onMessage)
	session.AddHandler(onInteraction)
	if err := session.Open(); err != nil {
		panic(err)
	}
	select {}
}

func onReady(s *dg.Session, ready *dg.Ready) {
	text := &dg.ApplicationCommandOption{Type: dg.ApplicationCommandOptionString, Name: "text", Description: "What", Required: true, Autocomplete: true}
	s.ApplicationCommandBulkOverwrite(ready.Application.ID, "", []*dg.ApplicationCommand{
		{Name: "echo", Description: "Says it again", Options: []*dg.ApplicationCommandOption{text}},
		{Name: "slow", Description: "Thinks first"},
		{Name: "panel", Description: "Buttons and a list"},
	})
}

func onMessage(s *dg.Session, m *dg.MessageCreate) {
	switch m.Content {
	case "ping":
		s.ChannelMessageSendReply(m.ChannelID, "pong", m.Reference())
	case "upload":
		s.ChannelFileSendWithMessage(m.ChannelID, "here", "hello.txt", strings.NewReader("hello"))
	case "burst":
		for number := 0; number < 7; number++ {
			s.ChannelMessageSend(m.ChannelID, fmt.Sprintf("burst %d", number))
		}
	}
}

func onInteraction(s *dg.Session, i *dg.InteractionCreate) {
	answer := func(kind dg.InteractionResponseType, data *dg.InteractionResponseData) {
		s.InteractionRespond(i.Interaction, &dg.InteractionResponse{Type: kind, Data: data})
	}
	say := func(text string) {
		answer(dg.InteractionResponseChannelMessageWithSource, &dg.InteractionResponseData{Content: text})
	}
	switch i.Type {
	case dg.InteractionApplicationCommandAutocomplete:
		var choices []*dg.ApplicationCommandOptionChoice
		for _, name := range animals {
			if strings.Contains(name, i.ApplicationCommandData().Options[0].StringValue()) {
				choices = append(choices, &dg.ApplicationCommandOptionChoice{Name: name, Value: name})
			}
		}
		answer(dg.InteractionApplicationCommandAutocompleteResult, &dg.InteractionResponseData{Choices: choices})
	case dg.InteractionApplicationCommand:
		switch data := i.ApplicationCommandData(); data.Name {
		case "echo":
			say("echo: " + data.Options[0].StringValue())
		case "slow":
			answer(dg.InteractionResponseDeferredChannelMessageWithSource, nil)
			text := "thought about it"
			s.InteractionResponseEdit(i.Interaction, &dg.WebhookEdit{Content: &text})
		case "panel":
			answer(dg.InteractionResponseChannelMessageWithSource, panel())
		}
	case dg.InteractionMessageComponent:
		switch data := i.MessageComponentData(); data.CustomID {
		case "count":
			answer(dg.InteractionResponseUpdateMessage, &dg.InteractionResponseData{Content: "counted"})
		case "form":
			input := dg.TextInput{CustomID: "name", Label: "Name", Style: dg.TextInputShort}
			answer(dg.InteractionResponseModal, &dg.InteractionResponseData{CustomID: "form", Title: "A form", Components: row(input)})
		case "choose":
			say("chose: " + data.Values[0])
		}
	case dg.InteractionModalSubmit:
		first := i.ModalSubmitData().Components[0].(*dg.ActionsRow).Components[0].(*dg.TextInput)
		say("form: " + first.Value)
	}
}

func row(components ...dg.MessageComponent) []dg.MessageComponent {
	return []dg.MessageComponent{dg.ActionsRow{Components: components}}
}

func panel() *dg.InteractionResponseData {
	menu := dg.SelectMenu{MenuType: dg.StringSelectMenu, CustomID: "choose"}
	for _, name := range animals {
		menu.Options = append(menu.Options, dg.SelectMenuOption{Label: name, Value: name})
	}
	buttons := row(dg.Button{CustomID: "count", Label: "Count"}, dg.Button{CustomID: "form", Label: "Form"})
	return &dg.InteractionResponseData{Content: "the panel", Components: append(buttons, row(menu)...)}
}
