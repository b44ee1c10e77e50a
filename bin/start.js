#!/usr/bin/env node
import { runCompiled } from './run-compiled.js';

await runCompiled('src/main.js');
