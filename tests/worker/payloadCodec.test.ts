import { randomBytes } from 'node:crypto';

import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';

import { codecKeyFrom, encryptingCodec } from '../../worker/payloadCodec';

const key = Buffer.alloc(32, 7);
const codec = encryptingCodec(key);
const payload = defaultPayloadConverter.toPayload({ runId: 'quickstart-1a2b3c4d', seed: 7 });

async function encrypted() {
  const [result] = await codec.encode([payload]);
  return result!;
}

describe('the encrypting codec', () => {
  it('gives back what it encrypted', async () => {
    const [decoded] = await codec.decode(await codec.encode([payload]));
    expect(defaultPayloadConverter.fromPayload(decoded!)).toEqual({ runId: 'quickstart-1a2b3c4d', seed: 7 });
  });

  it('leaves nothing of the content or of its encoding to be read, and encrypts the same content differently', async () => {
    const [first, second] = [await encrypted(), await encrypted()];
    for (const { data, metadata } of [first, second]) {
      expect(Buffer.from(data!).includes('quickstart')).toBe(false);
      expect(Buffer.from(data!).includes('json/plain')).toBe(false);
      expect(Object.keys(metadata!)).toEqual(['encoding', 'encryption-key-id']);
    }
    expect(Buffer.from(first.data!).equals(Buffer.from(second.data!))).toBe(false);
  });

  it('passes on what is not encrypted, so that a run begun without a key can be finished with one', async () => {
    expect(await codec.decode([payload])).toEqual([payload]);
  });

  it('names both keys when another one was used', async () => {
    const other = encryptingCodec(randomBytes(32));
    await expect(other.decode([await encrypted()])).rejects.toThrow(
      `the run is encrypted with the key ${codec.keyId}, but this process has the key ${other.keyId}`,
    );
  });

  it.each([0, 11, 12, 30, -1])('refuses a payload whose byte %d was changed', async (index) => {
    const { metadata, data } = await encrypted();
    const changed = new Uint8Array(data!);
    changed[index < 0 ? changed.length + index : index]! ^= 1;
    await expect(codec.decode([{ metadata, data: changed }])).rejects.toThrow(
      'an encrypted payload was changed after it was written',
    );
  });

  it.each([0, 27])('refuses a payload of %d bytes', async (length) => {
    const { metadata, data } = await encrypted();
    await expect(codec.decode([{ metadata, data: data!.slice(0, length) }])).rejects.toThrow(
      'an encrypted payload is too short to be one',
    );
  });
});

describe('a codec key', () => {
  it.each([key.toString('base64'), key.toString('hex'), key.toString('base64url')])('is read from %s', (text) => {
    expect(codecKeyFrom(text)).toEqual(key);
  });

  it.each(['', 'secret', key.toString('hex').slice(1), `${key.toString('base64')}A`, 'é'.repeat(43)])(
    'is not read from %j',
    (text) => {
      expect(codecKeyFrom(text)).toBeNull();
    },
  );
});
