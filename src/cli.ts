import { config as loadEnvFile } from 'dotenv';
import { runCommandLine } from './cli/run-command-line.ts';

loadEnvFile({ quiet: true });

// A reader that has seen enough (`hantei predict … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(0);
	throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
