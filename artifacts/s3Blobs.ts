import { createHash } from 'node:crypto';
import path from 'node:path';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

import type { BlobInfo, Blobs, SetAside } from './blobs';
import { isAbsent, isConditionalConflict, isNameTaken, isUnsupported, storeError } from './s3Errors';
import type { S3Location } from './s3Location';

/** Requests are tried so often, with growing pauses, before a step fails and is retried as a whole. */
const attempts = 5;
const connectionTimeoutMs = 10_000;
/** Longest time without a byte. */
const silenceTimeoutMs = 60_000;

/**
 * Blobs as objects of a bucket. Credentials, region and endpoint come from the environment and the profiles that all AWS
 * tools read.
 */
export class S3Blobs implements Blobs {
  readonly location: string;
  private readonly client: S3Client;

  constructor(
    private readonly where: S3Location,
    environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.location = where.url;
    this.client = new S3Client({
      ...(environment['AWS_REGION'] === undefined && environment['AWS_DEFAULT_REGION'] === undefined
        ? { region: 'us-east-1' }
        : {}),
      forcePathStyle: where.pathStyle,
      maxAttempts: attempts,
      requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: silenceTimeoutMs },
      // Uploads carry a SHA-256 of their own; downloads are judged by the reader, to whom damage is no failed request.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async read(name: string): Promise<Buffer | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { Body } = await this.client.send(new GetObjectCommand(this.object(name)));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (isAbsent(error)) return null;
        // The client repeats requests, but not answers that break off.
        const isAnswer = (error as { $metadata?: unknown }).$metadata !== undefined;
        if (isAnswer || attempt >= 3) throw storeError(error, `${this.location}: reading ${name}`);
      }
    }
  }

  async size(name: string): Promise<number | null> {
    try {
      const { ContentLength } = await this.client.send(new HeadObjectCommand(this.object(name)));
      return ContentLength ?? null;
    } catch (error) {
      if (isAbsent(error)) return null;
      throw storeError(error, `${this.location}: looking for ${name}`);
    }
  }

  async write(name: string, bytes: Uint8Array, existing: 'replace' | 'keep' | 'repair'): Promise<void> {
    const object = {
      ...this.object(name),
      Body: bytes,
      ContentLength: bytes.byteLength,
      ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
    };
    const condition = existing === 'keep' ? { IfNoneMatch: '*' } : {};
    try {
      await this.client.send(new PutObjectCommand({ ...object, ...condition }));
    } catch (error) {
      if (existing === 'keep') {
        if (isNameTaken(error)) return;
        if (isConditionalConflict(error)) return await this.write(name, bytes, existing);
        if (isUnsupported(error)) {
          if ((await this.size(name)) === null) await this.write(name, bytes, 'replace');
          return;
        }
      }
      throw storeError(error, `${this.location}: cannot store ${bytes.byteLength} bytes as ${name}`);
    }
  }

  async setAside(name: string, isSound: (bytes: Buffer) => boolean): Promise<SetAside> {
    const bytes = await this.read(name);
    if (bytes === null) return 'gone';
    if (isSound(bytes)) return 'sound';
    const moved = `quarantine/${path.posix.basename(name)}.${Date.now()}`;
    await this.write(moved, bytes, 'replace');
    // A writer that repairs it at this very moment loses its work, and the next reader has it made again.
    await this.remove(name);
    return { moved: `${this.location}/${moved}` };
  }

  async *list(folder: string): AsyncIterable<BlobInfo> {
    const { Bucket, Key: Prefix } = this.object(`${folder}/`);
    const skipped = this.object('').Key.length;
    let ContinuationToken: string | undefined;
    do {
      let page;
      try {
        page = await this.client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
      } catch (error) {
        throw storeError(error, `${this.location}: listing ${folder}`);
      }
      for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
        if (Key === undefined) continue;
        yield { name: Key.slice(skipped), bytes: Size, modifiedMs: LastModified?.getTime() ?? 0 };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async remove(name: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.object(name)));
    } catch (error) {
      if (isAbsent(error)) return;
      throw storeError(error, `${this.location}: removing ${name}`);
    }
  }

  private object(name: string): { readonly Bucket: string; readonly Key: string } {
    const { bucket, prefix } = this.where;
    return { Bucket: bucket, Key: prefix === '' ? name : `${prefix}/${name}` };
  }
}
