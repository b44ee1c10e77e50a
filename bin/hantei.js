#!/usr/bin/env node
import { runCompiled } from './run-compiled.js';

await runCompiled('src/cli.js');
