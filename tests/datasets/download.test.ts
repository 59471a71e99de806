import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadProgress } from '../../datasets/download';
import { DatasetDownloadError, DatasetError } from '../../datasets/errors';
import { loadDataset, type DatasetOptions } from '../../datasets/load';
import type { Dataset } from '../../datasets/types';
import { fingerprint, idx, sampleFashionMnist, sha256, temporaryFolder, writeSample } from './samples';

const sample = sampleFashionMnist();
const config = { source: 'fashion-mnist', evaluation: 50 } as const;
const firstFile = 'train-images-idx3-ubyte';

/** How the server answers; by default with the file. */
let answer: (name: string, response: ServerResponse, packed: Buffer) => void;
let requested: string[];
let server: Server;
let url: string;
let cache: string;
let options: DatasetOptions;
const cachedFiles = (): string[] => readdirSync(cache).sort();

beforeEach(async () => {
  requested = [];
  answer = (_name, response, packed) => response.end(packed);
  server = createServer((request, response) => {
    const name = path.basename(request.url ?? '', '.gz');
    requested.push(request.url ?? '');
    const packed = sample.packed.get(name);
    if (packed) answer(name, response, packed);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`;
  const home = temporaryFolder();
  cache = path.join(home, 'rcnas', 'fashion-mnist');
  mkdirSync(cache, { recursive: true });
  options = {
    env: { XDG_CACHE_HOME: home },
    systemFolder: path.join(home, 'nowhere'),
    downloadUrl: url,
    files: sample.files,
  };
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const load = (): Promise<Dataset> => loadDataset(config, 1, options);
/** The whole message for a reason: where it looked, why the download failed, what to do. */
const message = (reason: string): string =>
  `data set 'fashion-mnist' is not in ${options.systemFolder!}, ${cache} and cannot be downloaded: ${reason}. ` +
  'Install the Debian package dataset-fashion-mnist, or put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, ' +
  `t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into ${cache} or into a folder named by 'path' in the spec.`;

describe('the download of Fashion-MNIST', () => {
  it('fetches the four files into the cache once, and tells its progress', async () => {
    const progress: DownloadProgress[] = [];
    const first = await loadDataset(config, 1, { ...options, onProgress: (each) => progress.push(each) });
    const names = [...sample.contents.keys()];
    expect(requested).toEqual(names.map((name) => `/data/${name}.gz`));
    expect(cachedFiles()).toEqual(names.map((name) => `${name}.gz`).sort());
    for (const name of names) {
      const size = readFileSync(path.join(cache, `${name}.gz`)).length;
      const reports = progress.filter((each) => each.file === `${name}.gz`);
      expect(reports.at(-1)!.receivedBytes).toBe(size);
      const received = reports.map((each) => each.receivedBytes);
      expect(received).toEqual([...received].sort((a, b) => a - b));
    }
    expect(fingerprint(await load())).toEqual(fingerprint(first));
    expect(requested.length).toBe(4);
    const local = temporaryFolder();
    writeSample(local, sample);
    expect(fingerprint(await loadDataset({ ...config, path: local }, 1, options))).toEqual(fingerprint(first));
  });

  it('goes on with the files that are missing', async () => {
    writeFileSync(path.join(cache, `${firstFile}.gz`), gzipSync(sample.contents.get(firstFile)!));
    await load();
    expect(requested).toEqual([...sample.contents.keys()].slice(1).map((name) => `/data/${name}.gz`));
  });

  it('makes the cache folder', async () => {
    const home = path.join(temporaryFolder(), 'not', 'there');
    await loadDataset(config, 1, { ...options, env: { XDG_CACHE_HOME: home } });
    expect(readdirSync(path.join(home, 'rcnas', 'fashion-mnist')).length).toBe(4);
  });

  it('can be done by several at once', async () => {
    const [first, ...others] = await Promise.all([load(), load(), load()]);
    for (const other of others) expect(fingerprint(other)).toEqual(fingerprint(first));
    expect(cachedFiles()).toEqual([...sample.contents.keys()].map((name) => `${name}.gz`).sort());
  });

  const changed = Buffer.from(sample.contents.get(firstFile)!);
  changed[500]! ^= 1;
  it.each<[string, typeof answer, string]>([
    ['404', (_, response) => response.writeHead(404).end(), 'the server answers 404 Not Found'],
    ['503', (_, response) => response.writeHead(503).end(), 'the server answers 503 Service Unavailable'],
    [
      'half a file',
      (_, response, packed) => response.end(packed.subarray(0, packed.length >> 1)),
      'damaged gzip file: unexpected end of file',
    ],
    [
      'a page instead of the file',
      (_, response) => response.end('<html>log in first</html>'),
      'damaged gzip file: incorrect header check',
    ],
    [
      'another file',
      (_, response) => response.end(gzipSync(idx([5], new Uint8Array(5)))),
      'truncated: 13 bytes, the IDX header alone has 16',
    ],
    [
      'a changed file',
      (_, response) => response.end(gzipSync(changed)),
      `SHA-256 of the uncompressed content is ${sha256(changed)}, expected ${sample.files.trainImages.sha256}`,
    ],
    [
      'a bomb',
      (_, response) => response.end(gzipSync(Buffer.alloc(20_000_000))),
      'uncompressed content is longer than the expected 235216 bytes',
    ],
    [
      'an endless file',
      (_, response) => response.end(Buffer.alloc(1_000_000)),
      'the server sends more than 300752 bytes',
    ],
  ])('fails on %s, says so, and keeps nothing', async (_, serve, reason) => {
    answer = serve;
    await expect(load()).rejects.toThrow(new DatasetDownloadError(message(`${url}${firstFile}.gz: ${reason}`)));
    expect(cachedFiles()).toEqual([]);
    expect(requested.length).toBe(1);
  });

  it('fails when the connection breaks', async () => {
    answer = (_name, response, packed) => {
      response.writeHead(200, { 'content-length': packed.length });
      response.write(packed.subarray(0, 1000), () => response.destroy());
    };
    await expect(load()).rejects.toThrow(DatasetDownloadError);
    await expect(load()).rejects.toThrow(/train-images-idx3-ubyte\.gz: (other side closed|.*ECONNRESET)\. Install/);
    expect(cachedFiles()).toEqual([]);
  });

  it('fails when nothing comes for a while', async () => {
    answer = (_name, response, packed) => response.write(packed.subarray(0, 1000));
    await expect(loadDataset(config, 1, { ...options, stallTimeoutMs: 150 })).rejects.toThrow(
      new DatasetDownloadError(message(`${url}${firstFile}.gz: nothing received for 150 ms`)),
    );
  });

  it('lasts as long as something comes', async () => {
    answer = (name, response, packed) => {
      if (name !== firstFile) return void response.end(packed);
      const step = Math.ceil(packed.length / 8);
      const send = (offset: number): void => {
        if (offset >= packed.length) return void response.end();
        response.write(packed.subarray(offset, offset + step));
        setTimeout(send, 250, offset + step);
      };
      send(0);
    };
    const data = await loadDataset(config, 1, { ...options, stallTimeoutMs: 1500 });
    expect(data.train.count).toBe(250);
  });

  it('fails without a network with advice that helps, and as an error that may heal', async () => {
    server.close();
    server.closeAllConnections();
    const error = await load().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toBeInstanceOf(DatasetDownloadError);
    const { host } = new URL(url);
    expect((error as Error).message).toBe(message(`${url}${firstFile}.gz: connect ECONNREFUSED ${host}`));
    const unresolved = loadDataset(config, 1, { ...options, downloadUrl: 'http://nowhere.invalid/' });
    await expect(unresolved).rejects.toThrow(
      /cannot be downloaded: .*getaddrinfo \w+ nowhere\.invalid\. Install the Debian/,
    );
  });

  it('can be aborted', async () => {
    const controller = new AbortController();
    answer = (_name, response, packed) => {
      response.write(packed.subarray(0, 1000));
      controller.abort(new Error('enough'));
    };
    await expect(loadDataset(config, 1, { ...options, signal: controller.signal })).rejects.toThrow(
      new Error('enough'),
    );
  });

  it('says when the cache cannot be written', async () => {
    const home = path.join(temporaryFolder(), 'file');
    writeFileSync(home, '');
    await expect(loadDataset(config, 1, { ...options, env: { XDG_CACHE_HOME: home } })).rejects.toThrow(
      /train-images-idx3-ubyte\.gz: cannot be written: ENOTDIR/,
    );
  });
});
