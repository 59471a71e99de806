/** What the answers of an S3-compatible service mean for whoever asked. */
import { StoreAccessError, StoreFullError, StoreUnreachableError } from './errors';

const fullNames: ReadonlySet<string> = new Set([
  'InsufficientStorage',
  'QuotaExceeded',
  'XMinioStorageFull',
  'ServiceQuotaExceeded',
]);
const refusedNames: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccountProblem',
  'AllAccessDisabled',
  'AuthorizationHeaderMalformed',
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'NoSuchBucket',
  'PermanentRedirect',
  'SignatureDoesNotMatch',
  'TokenProviderError',
]);

interface Answer {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** There is no object of this name; a bucket that is missing is another matter. */
export function isAbsent(error: unknown): boolean {
  const { name, status } = answer(error);
  return name === 'NoSuchKey' || name === 'NotFound' || (status === 404 && name !== 'NoSuchBucket');
}

/** A write that was to keep what exists has found something. */
export function isNameTaken(error: unknown): boolean {
  return answer(error).status === 412;
}

/** Two writers met; one of them has to look again. */
export function isConditionalConflict(error: unknown): boolean {
  return answer(error).name === 'ConditionalRequestConflict';
}

/** The service knows no conditional writes. */
export function isUnsupported(error: unknown): boolean {
  return answer(error).status === 501;
}

/** An error that says what to do about it. Credentials are part of none. */
export function storeError(error: unknown, what: string): Error {
  const { name, message, status } = answer(error);
  const said = message === '' || message === name ? name : `${name}: ${message}`;
  const options = { cause: error };
  if (fullNames.has(name) || status === 507) return new StoreFullError(`${what}: the store is full (${said})`, options);
  if (refusedNames.has(name) || status === 401 || status === 403) {
    return new StoreAccessError(`${what} was refused (${said}); see the AWS environment variables or profile`, options);
  }
  return new StoreUnreachableError(`${what} failed (${said})`, options);
}

function answer(error: unknown): Answer {
  const { name, message, $metadata } = error as Partial<Error> & { $metadata?: { httpStatusCode?: number } };
  return { name: name ?? 'Error', message: message ?? String(error), status: $metadata?.httpStatusCode };
}
