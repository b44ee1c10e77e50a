import { readFileSync } from 'node:fs';
import { z } from 'zod';

export function packageVersion(packageJsonPath: string): string {
	return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageJsonPath, 'utf8'))).version;
}
