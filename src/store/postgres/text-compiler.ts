import { PostgresQueryCompiler } from 'kysely';

export class PostgresTextCompiler extends PostgresQueryCompiler {
	protected override addParameter(parameter: unknown): void {
		super.addParameter(storable(parameter));
	}
}

/** PostgreSQL has no text with a NUL in it, as titles from the network may be. */
export function storable(value: unknown): unknown {
	return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}
