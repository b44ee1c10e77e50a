import { serveGuarded } from '../../guarded/serve.ts';
import { convertKerasFile } from './convert.ts';
import type { ConversionOrder } from './guarded.ts';

serveGuarded(({ path, ranges }: ConversionOrder) => convertKerasFile(path, ranges));
