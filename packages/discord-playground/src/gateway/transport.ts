import { constants, createDeflate } from 'node:zlib';
import type { WebSocket } from 'ws';

/** Puts packets on a socket in the form the client asked for. */
export type Transport = (packet: object) => void;

export function createTransport(socket: WebSocket, compression: string | null): Transport {
	if (compression === 'zlib-stream') return zlibTransport(socket);
	if (compression === 'zstd-stream') return zstdTransport(socket);
	return (packet) => socket.send(JSON.stringify(packet));
}

/** One zlib stream for the whole connection, flushed after each packet. */
function zlibTransport(socket: WebSocket): Transport {
	const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH });
	let chunks: Buffer[] = [];
	deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
	socket.on('close', () => deflate.destroy());
	return (packet) => {
		deflate.write(JSON.stringify(packet), () => {
			const message = Buffer.concat(chunks);
			chunks = [];
			if (socket.readyState === socket.OPEN) socket.send(message);
		});
	};
}

/** Magic number; a frame of unknown length, without checksum; a window of 128 KiB (RFC 8878, 3.1.1). */
const ZSTD_HEAD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]);
const ZSTD_BLOCK_BYTES = 128 * 1024;

/**
 * One zstd frame for the whole connection, of blocks that are stored as they are: Node 20 cannot compress zstd, and
 * on this machine nobody waits for the bytes.
 */
function zstdTransport(socket: WebSocket): Transport {
	let isFirst = true;
	return (packet) => {
		const blocks = storedBlocks(Buffer.from(JSON.stringify(packet)));
		socket.send(Buffer.concat(isFirst ? [ZSTD_HEAD, ...blocks] : blocks));
		isFirst = false;
	};
}

/** Each after a header of three bytes: its size, shifted over its type, raw, and over "not the last" (RFC 8878, 3.1.1.2). */
function storedBlocks(bytes: Buffer): Buffer[] {
	const blocks: Buffer[] = [];
	for (let start = 0; start < bytes.length; start += ZSTD_BLOCK_BYTES) {
		const block = bytes.subarray(start, start + ZSTD_BLOCK_BYTES);
		const head = Buffer.alloc(3);
		head.writeUIntLE(block.length << 3, 0, 3);
		blocks.push(head, block);
	}
	return blocks;
}
