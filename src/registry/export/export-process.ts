import { serveGuarded } from '../../model/guarded/serve.ts';
import { encodeNetwork } from './encode-network.ts';

serveGuarded(encodeNetwork);
