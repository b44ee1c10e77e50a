import type {
	APIApplicationCommand,
	RESTGetAPIApplicationCommandResult,
	RESTGetAPIApplicationCommandsResult,
	RESTPatchAPIApplicationCommandResult,
	RESTPostAPIApplicationCommandsResult,
	RESTPutAPIApplicationCommandsResult,
	Snowflake,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { parseCommand, parseCommands } from '../validate/command-body.ts';
import type { World } from '../world/world.ts';
import { CommandRegistry } from './command-registry.ts';
import { answer, isTrue, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild, requireOwnApplication } from './lookup.ts';

export function commandRoutes(world: World): Hono<RestEnv> {
	const registry = new CommandRegistry(world);
	const routes = new Hono<RestEnv>();

	for (const base of [
		'/applications/:application/commands',
		'/applications/:application/guilds/:guild/commands',
	]) {
		const scopeOf = (context: RestContext): Snowflake | null => {
			requireOwnApplication(world, pathId(context, 'application'));
			return base.includes(':guild') ? knownGuild(world, pathId(context, 'guild')).id : null;
		};
		const found = (context: RestContext): APIApplicationCommand => {
			const command = registry.find(scopeOf(context), pathId(context, 'command'));
			if (!command) throw discordError('unknownCommand');
			return command;
		};

		routes
			.get(base, (context) => {
				const commands = registry.list(scopeOf(context));
				const withLocalizations = isTrue(context.req.query('with_localizations'));
				return answer<RESTGetAPIApplicationCommandsResult>(
					withLocalizations ? commands : commands.map(withoutLocalizations),
				);
			})
			.put(base, (context) => {
				const scope = scopeOf(context);
				const commands = registry.overwrite(scope, parseCommands(context.var.body));
				return answer<RESTPutAPIApplicationCommandsResult>(commands);
			})
			.post(base, (context) => {
				const scope = scopeOf(context);
				const { command, isNew } = registry.upsert(scope, parseCommand(context.var.body));
				return answer<RESTPostAPIApplicationCommandsResult>(command, isNew ? 201 : 200);
			})
			.get(`${base}/:command`, (context) => answer<RESTGetAPIApplicationCommandResult>(found(context)))
			.patch(`${base}/:command`, (context) => {
				const command = found(context);
				const changes = context.var.body;
				const merged = typeof changes === 'object' ? { ...command, ...changes, type: command.type } : changes;
				return answer<RESTPatchAPIApplicationCommandResult>(registry.change(command, parseCommand(merged)));
			})
			.delete(`${base}/:command`, (context) => {
				registry.delete(found(context));
				return context.body(null, 204);
			});
	}

	return routes;
}

/** As lists show them unless asked otherwise, down to options and choices. */
function withoutLocalizations(command: APIApplicationCommand): APIApplicationCommand {
	const text = JSON.stringify(command, (key, value: unknown) =>
		key === 'name_localizations' || key === 'description_localizations' ? undefined : value,
	);
	return JSON.parse(text);
}
