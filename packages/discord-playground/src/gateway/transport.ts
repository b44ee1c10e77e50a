import { constants, createDeflate } from 'node:zlib';
import type { WebSocket } from 'ws';

/** Puts packets on a socket in the form the client asked for. */
export interface Transport {
	send(packet: object): void;
}

export function createTransport(socket: WebSocket, compression: string | null): Transport {
	return compression === 'zlib-stream' ? zlibTransport(socket) : plainTransport(socket);
}

function plainTransport(socket: WebSocket): Transport {
	return { send: (packet) => socket.send(JSON.stringify(packet)) };
}

/** One zlib stream for the whole connection, flushed after each packet. */
function zlibTransport(socket: WebSocket): Transport {
	const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH });
	let chunks: Buffer[] = [];
	deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
	socket.on('close', () => deflate.destroy());
	return {
		send(packet) {
			deflate.write(JSON.stringify(packet), () => {
				const message = Buffer.concat(chunks);
				chunks = [];
				if (socket.readyState === socket.OPEN) socket.send(message);
			});
		},
	};
}
