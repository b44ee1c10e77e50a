import { type Compilable, type CompiledQuery, type Kysely, PostgresAdapter, type QueryResult } from 'kysely';
import { storable } from './postgres/text-compiler.ts';

/** Stands in a compiled query for a value that is known when it runs. */
class Parameter {
	readonly name: string;

	constructor(name: string) {
		this.name = name;
	}
}

type Values = Readonly<Record<string, unknown>>;

/**
 * A query for where it is asked often: built and compiled once for each kind of database, which takes longer than
 * running it, and run with ever other values.
 * @param build is given stand-ins for the values, of which each call has the same: they may only become parameters
 */
export function prepared<Tables, Given extends object, Row>(
	build: (rows: Kysely<Tables>, values: Given) => Compilable<Row>,
): (rows: Kysely<Tables>, values: Given) => Promise<QueryResult<Row>> {
	const compiled = new Map<boolean, CompiledQuery<Row>>();
	return (rows, given) => {
		const values = given as Values;
		const isPostgres = rows.getExecutor().adapter instanceof PostgresAdapter;
		const query = compiled.get(isPostgres) ?? build(rows, standIns(values) as Given).compile();
		compiled.set(isPostgres, query);
		const parameters = query.parameters.map((parameter) => {
			const value = parameter instanceof Parameter ? values[parameter.name] : parameter;
			return isPostgres ? storable(value) : value;
		});
		return rows.executeQuery({ ...query, parameters });
	};
}

function standIns(values: Values): Values {
	return Object.fromEntries(Object.keys(values).map((name) => [name, new Parameter(name)]));
}
