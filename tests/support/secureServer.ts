/** What stands before a Temporal server elsewhere: TLS, client certificates and API keys, in front of an embedded server. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, constants, createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Certificates {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

/** An authority of its own, a certificate for `temporal.test`, and one for a client, as PEM files. */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '2', '-subj', '/CN=rcnas test authority'); // prettier-ignore
  for (const name of ['server', 'client']) {
    openssl('req', ...key, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', `/CN=${name}`);
    // Without an extension the certificate has version 1, which workers refuse.
    writeFileSync(file(`${name}.ext`), `subjectAltName=DNS:${name === 'server' ? 'temporal' : name}.test\n`);
    openssl('x509', '-req', '-in', file(`${name}.csr`), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2', '-out', file(`${name}.pem`), '-extfile', file(`${name}.ext`)); // prettier-ignore
  }
  return {
    ca: file('ca.pem'),
    serverCert: file('server.pem'),
    serverKey: file('server.key'),
    clientCert: file('client.pem'),
    clientKey: file('client.key'),
  };
}

export interface SecureServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Passes calls on to `target` when the client's certificate is of the authority and, where one is asked for, the key is right. */
export async function startSecureServer(
  target: string,
  { ca, serverCert, serverKey }: Certificates,
  { apiKey, clientCertificate }: { readonly apiKey?: string; readonly clientCertificate: boolean },
): Promise<SecureServer> {
  const server = createSecureServer({
    cert: readFileSync(serverCert),
    key: readFileSync(serverKey),
    ca: readFileSync(ca),
    requestCert: clientCertificate,
    rejectUnauthorized: clientCertificate,
  });
  const upstream = connect(`http://${target}`);
  upstream.on('error', () => undefined);
  server.on('sessionError', () => undefined);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => undefined);
    if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) {
      const refusal = { 'grpc-status': '16', 'grpc-message': 'the key is not known' };
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...refusal }, { endStream: true });
      return;
    }
    const { ':method': method, ':path': path, ':scheme': _, ':authority': __, authorization: ___, ...rest } = headers;
    const call = upstream.request({ ...rest, ':method': method, ':path': path }, { endStream: false });
    call.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    let trailers: object = {};
    call.on('trailers', (found) => (trailers = found));
    call.on('response', (found, flags) => {
      const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      stream.respond(found, { endStream, waitForTrailers: !endStream });
      if (endStream) return;
      stream.on('wantTrailers', () => stream.sendTrailers({ ...trailers }));
      call.pipe(stream);
    });
    stream.on('close', () => call.close());
    stream.pipe(call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
