/** Encryption of what the Temporal server stores: AES-256-GCM, one key, known to clients and workers only. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const payloadType = temporal.api.common.v1.Payload;

const encoding = 'binary/encrypted';
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export interface EncryptingCodec extends PayloadCodec {
  /** Names the key without telling it: the start of its hash. */
  readonly keyId: string;
}

/** What was encrypted cannot be read with the key of this process. */
export class PayloadKeyError extends Error {
  override readonly name = 'PayloadKeyError';
}

/** 32 bytes from base64 or hex; null when the text is neither. */
export function codecKeyFrom(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return null;
}

/**
 * Encrypts each payload whole. One that is not encrypted is passed on when it is read, so that runs begun without a key
 * can be finished with one.
 */
export function encryptingCodec(key: Buffer): EncryptingCodec {
  const keyId = createHash('sha256').update('rcnas codec key').update(key).digest('hex').slice(0, 16);
  return {
    keyId,
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, key, keyId))),
    decode: async (payloads) => await Promise.all(payloads.map(async (payload) => decrypt(payload, key, keyId))),
  };
}

function encrypt(payload: Payload, key: Buffer, keyId: string): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(keyId));
  const plain = payloadType.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: bytes(encoding), 'encryption-key-id': bytes(keyId) }, data: new Uint8Array(data) };
}

function decrypt(payload: Payload, key: Buffer, keyId: string): Payload {
  if (text(payload.metadata?.['encoding']) !== encoding) return payload;
  const usedKeyId = text(payload.metadata?.['encryption-key-id']);
  if (usedKeyId !== keyId) {
    throw new PayloadKeyError(`the run is encrypted with the key ${usedKeyId}, but this process has the key ${keyId}`);
  }
  const data = payload.data ?? new Uint8Array();
  if (data.length < nonceBytes + tagBytes) throw new PayloadKeyError('an encrypted payload is too short to be one');
  const decipher = createDecipheriv(algorithm, key, data.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(keyId));
  decipher.setAuthTag(data.subarray(data.length - tagBytes));
  try {
    const plain = [decipher.update(data.subarray(nonceBytes, data.length - tagBytes)), decipher.final()];
    return payloadType.decode(new Uint8Array(Buffer.concat(plain))) as Payload;
  } catch (cause) {
    throw new PayloadKeyError('an encrypted payload was changed after it was written', { cause });
  }
}

function bytes(value: string): Uint8Array {
  return new Uint8Array(Buffer.from(value));
}

function text(value: Uint8Array | null | undefined): string {
  return value ? Buffer.from(value).toString('utf8') : '';
}
