import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A fresh folder, removed when the tests of the file have run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rcnas-artifacts-'));
  folders.push(folder);
  return folder;
}

/** Compiles the room `artifacts/` as it is now, for processes of plain Node; returns the folder of the modules. */
export function compileArtifacts(): string {
  const source = path.join(__dirname, '..', '..', 'artifacts');
  const target = path.join(temporaryFolder(), 'artifacts');
  mkdirSync(target);
  for (const name of readdirSync(source).filter((each) => each.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(path.join(source, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    writeFileSync(path.join(target, name.replace(/\.ts$/, '.js')), outputText);
  }
  return target;
}
