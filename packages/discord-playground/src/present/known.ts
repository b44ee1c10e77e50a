type Known<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** Without the fields that are null or undefined: Discord leaves out what there is not. */
export function known<Fields extends object>(fields: Fields): Known<Fields> {
	const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
	return Object.fromEntries(entries) as Known<Fields>;
}
