import { serveGuarded } from '../guarded/serve.ts';
import type { ReadNetworkOrder } from './order.ts';
import { readNetwork } from './read-network.ts';

serveGuarded((order: ReadNetworkOrder, onStep) => readNetwork(order, onStep));
