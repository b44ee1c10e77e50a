import { PostgresQueryCompiler } from 'kysely';

/** PostgreSQL has no text with a NUL in it, as titles from the network may be. */
export class PostgresTextCompiler extends PostgresQueryCompiler {
	protected override addParameter(parameter: unknown): void {
		super.addParameter(typeof parameter === 'string' ? parameter.replaceAll('\0', '') : parameter);
	}
}
