import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { S3Aliases } from '../../src/storage/s3/aliases.ts';
import type { S3Bucket } from '../../src/storage/s3/bucket.ts';
import { checkBucket } from '../../src/storage/s3/check.ts';
import { S3Objects } from '../../src/storage/s3/objects.ts';
import { describeWith } from '../services/programs.ts';
import { ADMIN, clientOf, type Keys, READER, startS3, type TestS3 } from '../services/s3.ts';
import { type Asked, type Fault, type S3Proxy, startS3Proxy } from '../services/s3-proxy.ts';
import { bucketOf } from './connect.ts';

/** How long a store may be silent where it is meant to be; anywhere else a busy machine must not be taken for one. */
const PATIENCE_MS = 3_000;
const patienceFor = (...faults: readonly Fault[]) =>
	faults.some(({ kind }) => kind === 'silence') ? PATIENCE_MS : undefined;

let s3: TestS3;
let name: string;
let proxy: S3Proxy;

describeWith('weed', 'an S3 store', () => {
	beforeAll(async () => {
		s3 = await startS3();
		name = await s3.newBucket();
		// The first object of a bucket has the store make room, which takes seconds on a busy machine.
		await new S3Objects(bucketOf(clientOf(s3.endpoint), name, '')).put('first', Buffer.from('first'));
	}, 60_000);
	afterAll(() => s3?.stop());
	beforeEach(async () => {
		proxy = await startS3Proxy(s3.endpoint);
	});
	afterEach(() => proxy.close());

	/** The same place by way of the proxy, and past it. */
	const places = (requestTimeout?: number): { readonly through: S3Bucket; readonly past: S3Bucket } => {
		const prefix = `${randomUUID()}/`;
		return {
			through: bucketOf(clientOf(proxy.endpoint, ADMIN, { requestTimeout }), name, prefix),
			past: bucketOf(clientOf(s3.endpoint), name, prefix),
		};
	};

	/** What goes wrong with the first requests of a kind, one fault after the other. */
	const failing = (isMeant: (asked: Asked) => boolean, faults: readonly Fault[]) => {
		const left = [...faults];
		proxy.fault = (asked) => (isMeant(asked) ? left.shift() : undefined);
	};
	const isPut = ({ method }: Asked) => method === 'PUT';
	const isGet = ({ method, path }: Asked) => method === 'GET' && !path.includes('list-type');
	const bytes = Buffer.from('crow '.repeat(20_000));

	describe('that fails for a moment', () => {
		it.each<[string, readonly Fault[]]>([
			[
				'says that it cannot',
				[
					{ kind: 'status', status: 500 },
					{ kind: 'status', status: 503 },
				],
			],
			['does not answer', [{ kind: 'silence' }]],
			['loses the connection in the middle of an upload', [{ kind: 'cut-upload' }, { kind: 'cut-upload' }]],
			['does not get to say that it is done', [{ kind: 'lost-answer' }]],
		])('%s: what is put is there', async (_, faults) => {
			const { through, past } = places(patienceFor(...faults));
			failing(isPut, faults);
			await new S3Objects(through).put('photo.jpg', bytes);
			expect(await new S3Objects(past).read('photo.jpg')).toEqual(new Uint8Array(bytes));
		});

		it.each<[string, readonly Fault[]]>([
			[
				'says that it cannot',
				[
					{ kind: 'status', status: 500 },
					{ kind: 'status', status: 503 },
				],
			],
			['does not answer', [{ kind: 'silence' }]],
			['breaks off in the middle of the answer', [{ kind: 'cut-answer' }, { kind: 'cut-answer' }]],
			['answers with other bytes', [{ kind: 'altered' }, { kind: 'altered' }]],
		])('%s: what is read is whole', async (_, faults) => {
			const { through, past } = places(patienceFor(...faults));
			await new S3Objects(past).put('photo.jpg', bytes);
			failing(isGet, faults);
			expect(await new S3Objects(through).read('photo.jpg')).toEqual(new Uint8Array(bytes));
		});
	});

	describe('that fails for good', () => {
		it.each<Fault>([{ kind: 'status', status: 500 }, { kind: 'silence' }, { kind: 'cut-upload' }])(
			'leaves nothing of what could not be put, and is said to be: %j',
			async (fault) => {
				const { through, past } = places(patienceFor(fault));
				proxy.fault = () => fault;
				const putting = new S3Objects(through).put('photo.jpg', bytes);
				await expect(putting).rejects.toMatchObject({
					code: 'storage-unreachable',
					details: { setting: 'HANTEI_STORAGE_URL', url: `s3://${name}` },
				});
				expect(await new S3Objects(past).read('photo.jpg')).toBeUndefined();
			},
		);

		it('is not taken for one without the object', async () => {
			const { through } = places();
			proxy.fault = () => ({ kind: 'status', status: 500 });
			const objects = new S3Objects(through, 'manifest.json');
			const questions = [() => objects.read('a'), () => objects.stat('a'), () => objects.folders('default')];
			for (const ask of questions) {
				await expect(ask()).rejects.toMatchObject({ code: 'storage-unreachable' });
			}
		});
	});

	describe('a folder whose last file could not be put', () => {
		it('is never seen, and its place is not taken by others', async () => {
			const { through, past } = places();
			proxy.fault = ({ path }) => (path.includes('manifest.json') ? { kind: 'cut-upload' } : undefined);
			const files = new Map([
				['head.bin', 'head'],
				['manifest.json', 'manifest'],
			]);
			await expect(
				new S3Objects(through, 'manifest.json').putFolder('default/v1', files),
			).rejects.toMatchObject({ code: 'storage-unreachable' });
			const others = new S3Objects(past, 'manifest.json');
			expect(await others.folders('default')).toEqual([]);
			expect(await others.putFolder('default/v1', files)).toBe(false);
			expect(await others.putFolder('default/v2', files)).toBe(true);
			expect(await others.folders('default')).toEqual(['v2']);
		});
	});

	describe('aliases', () => {
		it('are changed once though nobody heard of it', async () => {
			const { through, past } = places();
			await new S3Aliases(past).update('default', async () => 'v1');
			failing(isPut, [{ kind: 'lost-answer' }]);
			await new S3Aliases(through).update('default', async (text) => `${text} v2`);
			expect(await new S3Aliases(past).read('default')).toBe('v1 v2');
		});
	});

	describe('is looked at before it is used:', () => {
		const check = (keys: Keys, { bucket = name, endpoint = proxy.endpoint } = {}) =>
			checkBucket(bucketOf(clientOf(endpoint, keys), bucket));

		it('one that does all is fine, and keeps nothing of it', async () => {
			const bucket = await s3.newBucket();
			await check(ADMIN, { bucket });
			const left = [];
			for await (const { key } of bucketOf(clientOf(s3.endpoint), bucket).list()) left.push(key);
			expect(left).toEqual([]);
		});

		it.each<[string, Keys]>([
			['with another secret', { ...ADMIN, secretAccessKey: 'wrong' }],
			['of nobody', { accessKeyId: 'nobody', secretAccessKey: 'wrong' }],
		])('keys %s', async (_, keys) => {
			await expect(check(keys, { endpoint: s3.endpoint })).rejects.toMatchObject({
				code: 'storage-keys-refused',
			});
		});

		it('keys that may only read', async () => {
			const checking = check(READER, { endpoint: s3.endpoint });
			await expect(checking).rejects.toMatchObject({ code: 'storage-forbidden' });
		});

		it('a bucket that is not there', async () => {
			await expect(check(ADMIN, { bucket: 'nowhere', endpoint: s3.endpoint })).rejects.toMatchObject({
				code: 'storage-bucket-missing',
				details: { bucket: 'nowhere' },
			});
		});

		it('a place where nobody answers', async () => {
			const { endpoint } = proxy;
			await proxy.close();
			await expect(check(ADMIN, { endpoint })).rejects.toMatchObject({ code: 'storage-unreachable' });
			proxy = await startS3Proxy(s3.endpoint);
		});

		it('one that takes no notice of conditions', async () => {
			const careless = createServer((asked, answer) => {
				const isList = asked.url?.includes('list-type') ?? false;
				asked.resume().on('end', () => answer.end(isList ? '<ListBucketResult/>' : ''));
			}).listen(0, '127.0.0.1');
			await once(careless, 'listening');
			const endpoint = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`;
			await expect(check(ADMIN, { endpoint })).rejects.toMatchObject({ code: 'storage-unconditional' });
			careless.closeAllConnections();
			careless.close();
		});
	});
});
