import { serveGuarded } from '../guarded/serve.ts';
import type { NetworkOrder } from './order.ts';
import { readNetwork } from './read-network.ts';

serveGuarded((order: NetworkOrder, onStep) => readNetwork(order, onStep));
