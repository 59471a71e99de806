import { describe, expect, it } from 'vitest';

import { StoreLocationError } from '../../artifacts/errors';
import { parseS3Location } from '../../artifacts/s3Location';

describe('location of a store in a bucket', () => {
  it.each([
    ['s3://bucket', { url: 's3://bucket', bucket: 'bucket', prefix: '' }],
    ['s3://my.bucket-1/', { url: 's3://my.bucket-1', bucket: 'my.bucket-1', prefix: '' }],
    ['s3://bucket/team/rcnas/', { url: 's3://bucket/team/rcnas', bucket: 'bucket', prefix: 'team/rcnas' }],
  ])('%s', (url, expected) => {
    expect(parseS3Location(url, {})).toEqual({ ...expected, pathStyle: false });
  });

  it.each(['', 'bucket', '/some/folder', 'https://bucket', 's3://', 's3://B', 's3://bucket/a//b', 's3://bucket/../x'])(
    'refuses %j',
    (url) => {
      const message = `the store must be s3://bucket or s3://bucket/prefix, got '${url}'`;
      expect(() => parseS3Location(url, {})).toThrow(new StoreLocationError(message));
    },
  );

  it('refuses credentials, without repeating them', () => {
    const refuse = () => parseS3Location('s3://key:planted@bucket/prefix', {});
    expect(refuse).toThrow('the store is s3://bucket/prefix without credentials');
    expect(refuse).not.toThrow(/planted/);
  });

  it('uses path style with an endpoint other than that of AWS, unless told otherwise', () => {
    const styleIn = (environment: NodeJS.ProcessEnv) => parseS3Location('s3://bucket', environment).pathStyle;
    expect(styleIn({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' })).toBe(true);
    expect(styleIn({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000', RCNAS_S3_PATH_STYLE: '0' })).toBe(false);
    expect(styleIn({ RCNAS_S3_PATH_STYLE: '1' })).toBe(true);
    expect(() => styleIn({ RCNAS_S3_PATH_STYLE: 'yes' })).toThrow("RCNAS_S3_PATH_STYLE must be 0 or 1, got 'yes'");
  });
});
