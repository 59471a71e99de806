/**
 * Writes what is derived from the spec's schema: its TypeScript types, a validator that needs no ajv at run time, and
 * the reference in docs/.
 *
 *   node scripts/generate.mjs           write
 *   node scripts/generate.mjs --check   write nothing; exit 1 when a file is not what the schema says
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import prettier from 'prettier';

import { documentationOf } from './generate/documentation.mjs';
import { filledTypesOf, typesOf } from './generate/types.mjs';
import { validatorOf } from './generate/validator.mjs';
import { root } from './locate.mjs';

const source = 'schemas/pipeline.schema.json';
const schema = JSON.parse(readFileSync(join(root, source), 'utf8'));
const files = {
  'schemas/pipeline.generated.ts': await format(await typesOf(schema, source)),
  'schemas/filled.generated.ts': await format(await filledTypesOf(schema, source)),
  'schemas/validate.generated.ts': await format(validatorOf(schema, source)),
  'docs/spec.md': documentationOf(schema, source),
};

const isCurrent = (file) => existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === files[file];
const stale = Object.keys(files).filter((file) => !isCurrent(file));
if (process.argv.includes('--check')) {
  for (const file of stale)
    process.stderr.write(`${file} is not what ${source} says; write it again: npm run generate\n`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const file of stale) {
    writeFileSync(join(root, file), files[file]);
    process.stderr.write(`[generate] ${file}\n`);
  }
}

async function format(text) {
  const style = await prettier.resolveConfig(join(root, source));
  return await prettier.format(text, { ...style, parser: 'typescript' });
}
