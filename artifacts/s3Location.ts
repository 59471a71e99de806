import { StoreLocationError } from './errors';

export interface S3Location {
  /** `s3://bucket` or `s3://bucket/prefix`. */
  readonly url: string;
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
  /** The bucket is part of the path, not of the host name, as most services other than AWS want it. */
  readonly pathStyle: boolean;
}

/**
 * Reads `s3://bucket/prefix`. Path style is on when AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names another service than AWS;
 * RCNAS_S3_PATH_STYLE=0 or 1 decides otherwise.
 *
 * @throws StoreLocationError, which quotes no credentials
 */
export function parseS3Location(url: string, environment: NodeJS.ProcessEnv = process.env): S3Location {
  if (/^s3:\/\/[^/]*@/.test(url)) {
    throw new StoreLocationError(
      'the store is s3://bucket/prefix without credentials: those come from the AWS environment variables or profile',
    );
  }
  const [, bucket, rest = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/.*)?$/.exec(url) ?? [];
  const prefix = rest.replace(/^\/+|\/+$/g, '');
  if (bucket === undefined || /[^\w./-]|\/\/|(^|\/)\.\.?(\/|$)/.test(prefix)) {
    throw new StoreLocationError(`the store must be s3://bucket or s3://bucket/prefix, got '${url}'`);
  }
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const choice = environment['RCNAS_S3_PATH_STYLE'];
  if (choice !== undefined && !['', '0', '1'].includes(choice)) {
    throw new StoreLocationError(`RCNAS_S3_PATH_STYLE must be 0 or 1, got '${choice}'`);
  }
  const pathStyle = choice === undefined || choice === '' ? endpoint !== undefined : choice === '1';
  return { url: prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`, bucket, prefix, pathStyle };
}
