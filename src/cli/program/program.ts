import { Command } from 'commander';
import { packageVersion } from '../../package-root.ts';
import { addBackbone } from './backbone.ts';
import type { CommandLine } from './command-line.ts';
import { addCrawl, addDataset } from './dataset.ts';
import { translateFrame } from './frame.ts';
import { addInstallation } from './installation.ts';
import { addLabels } from './labels.ts';
import { addModels } from './models.ts';
import { addPredict } from './predict.ts';
import { addSchedule } from './schedule.ts';
import { addTraining } from './train.ts';

/**
 * All that can be asked of the command line. Each command loads its own code: judging one photo should not wait for
 * the training code to load.
 */
export function createProgram(commandLine: CommandLine): Command {
	const { text } = commandLine;
	const program = new Command('hantei');
	translateFrame(program, text.frame);
	program
		.description(text.about)
		.version(packageVersion(), '-V, --version', text.version)
		.helpOption('-h, --help', text.help)
		.helpCommand(false)
		.addHelpText('after', `\n${text.exitCodes}`)
		.exitOverride();
	// In the order of the help.
	addPredict(program, commandLine);
	addTraining(program, commandLine);
	addModels(program, commandLine);
	addBackbone(program, commandLine);
	addLabels(program, commandLine);
	addCrawl(program, commandLine);
	addSchedule(program, commandLine);
	addDataset(program, commandLine);
	addInstallation(program, commandLine);
	return program;
}
