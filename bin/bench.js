#!/usr/bin/env node
import { runCompiled } from './run-compiled.js';

await runCompiled('bench/main.js');
