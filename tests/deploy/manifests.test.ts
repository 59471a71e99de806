import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

import { repository } from '../support/process';

const read = (name: string): string => readFileSync(join(repository, 'deploy', name), 'utf8');
const dockerfile = read('Dockerfile');
const commandLine = ['main.ts', 'clusterProgram.ts']
  .map((file) => readFileSync(join(repository, 'cli', file), 'utf8'))
  .join('\n');

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: unknown;
  readonly volumeMounts: readonly { readonly name: string }[];
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** Options and commands that the command line of today does not know. */
function unknownWords(args: readonly string[]): string[] {
  const [command] = args;
  const options = args.filter((word) => word.startsWith('--'));
  return [
    ...options.filter((option) => !new RegExp(`'${option}[ ']`).test(commandLine)),
    ...(commandLine.includes(`command('${command}')`) ? [] : [command!]),
  ];
}

const unknownVariables = (names: readonly string[]): string[] => {
  const known = ['main.ts', 'options.ts', 'serverAccess.ts'].map((file) =>
    readFileSync(join(repository, 'cli', file), 'utf8'),
  );
  return names.filter((name) => name.startsWith('RCNAS_') && !known.some((text) => text.includes(`'${name}'`)));
};

describe('deploy/compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };

  it('refers only to services and volumes that it defines', () => {
    for (const { depends_on: needed = [], volumes: mounted = [] } of Object.values(services)) {
      for (const name of Array.isArray(needed) ? (needed as string[]) : Object.keys(needed)) {
        expect(Object.keys(services)).toContain(name);
      }
      for (const source of mounted.map((mount) => mount.split(':')[0]!)) {
        if (source.startsWith('./')) expect(read(source)).not.toBe('');
        else expect(Object.keys(volumes)).toContain(source);
      }
    }
  });

  it('opens ports to this machine only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('holds no password, only where it comes from', () => {
    const values = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
    const secrets = values.filter(([name]) => /PASSWORD|PWD|KEY/.test(name));
    expect(secrets.length).toBe(3);
    for (const [, value] of secrets) expect(value).toBe('${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}');
  });

  it('calls commands and options that exist', () => {
    const commands = Object.values(services).flatMap(({ image, command }) =>
      image === 'rcnas' && command ? [command] : [],
    );
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(unknownWords(command)).toEqual([]);
  });

  it('sets the schema up with a script that a shell can read', () => {
    execFileSync('sh', ['-n', join(repository, 'deploy', 'temporal', 'schema.sh')]);
  });
});

describe('deploy/kubernetes/rcnas.yaml', () => {
  const documents = parseAllDocuments(read('kubernetes/rcnas.yaml'));
  const manifests = documents.map((document) => document.toJS() as Manifest);
  const deployment = manifests.find(({ kind }) => kind === 'Deployment')!;
  const pod = (deployment.spec!['template'] as { spec: Record<string, unknown> }).spec;
  const containers = [...(pod['initContainers'] as Container[]), ...(pod['containers'] as Container[])];

  it('consists of whole manifests', () => {
    for (const document of documents) expect(document.errors).toEqual([]);
    expect(manifests.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 ConfigMap',
      'v1 PersistentVolumeClaim',
      'apps/v1 Deployment',
    ]);
  });

  it('mounts only volumes that the pod has', () => {
    const names = (pod['volumes'] as { name: string }[]).map(({ name }) => name);
    for (const { volumeMounts } of containers) for (const { name } of volumeMounts) expect(names).toContain(name);
  });

  it('gives containers secrets as files, never as values', () => {
    const config = manifests.find(({ kind }) => kind === 'ConfigMap')!.data!;
    for (const [name, value] of Object.entries(config)) {
      if (/KEY|SECRET|PASSWORD/.test(name)) expect(`${name}=${value}`).toMatch(/_FILE=\/secrets\//);
    }
    for (const { env } of containers) expect(env).toBeUndefined();
  });

  it('sets variables, and calls commands and options, that exist', () => {
    expect(unknownVariables(Object.keys(manifests[0]!.data!))).toEqual([]);
    for (const { args } of containers) expect(unknownWords(args)).toEqual([]);
  });

  it('gives workers the time that they take to save', () => {
    expect(pod['terminationGracePeriodSeconds']).toBeGreaterThan(60);
  });
});

describe('deploy/Dockerfile', () => {
  it('sets variables that exist, and runs as nobody special', () => {
    const variables = [...dockerfile.matchAll(/RCNAS_[A-Z_]+(?==)/g)].map(([name]) => name);
    expect(variables.length).toBeGreaterThan(2);
    expect(unknownVariables(variables)).toEqual([]);
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});
