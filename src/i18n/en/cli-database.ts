import { counted } from '../format.ts';

/** `hantei database …`. */
export const cliDatabase = {
	database: {
		about: 'the database with labels, records of photos, decisions and settings',
		copy: {
			about:
				'copy all rows to another database and compare each; a copy that was cut short goes on. Stop the bot before',
			to: 'postgres://user:password@host:5432/database, or the path of a SQLite file',
			progress: (done: number, total: number) => `${done} of ${counted(total, 'row')} copied and compared`,
			done: (rows: number) =>
				`${counted(rows, 'row')} copied, each compared. Hantei uses the copy once HANTEI_DATABASE_URL names it; files of photos and models stay where they are.`,
		},
	},
};
