import { readdirSync } from 'node:fs';

import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

import { root } from '../../scripts/locate.mjs';
import { roomImports } from '../../scripts/lint/room-imports.mjs';
import { ROOMS } from '../../scripts/lint/rooms.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const rooms = {
  tensor: { values: [], types: [] },
  search: { values: ['tensor'], types: ['schemas'] },
  'search/entry.ts': { values: ['schemas'], types: [] },
};
const options = [{ root: '/house', rooms, sharedFiles: ['cli/exit-codes'] }];
const valid = (code, filename = '/house/search/a.ts') => ({ code, filename, options });
const invalid = (code, message, filename = '/house/search/a.ts') => ({
  code,
  filename,
  options,
  errors: [{ message }],
});

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('room-imports', roomImports, {
  valid: [
    valid("import { tf } from '../tensor/tf';"),
    valid("import { b } from './b';"),
    valid("import { b } from '../deep/b';", '/house/search/more/a.ts'),
    valid("import type { Spec } from '../schemas/spec';"),
    valid("import { type Spec } from '../schemas/spec';"),
    valid("export type { Spec } from '../schemas/spec';"),
    valid("type T = import('../schemas/spec').Spec;"),
    valid("import { parse } from '../schemas/spec';", '/house/search/entry.ts'),
    valid("import { OK } from '../cli/exit-codes';"),
    valid("import { join } from 'node:path';"),
    valid("import { anything } from '../cli/main';", '/house/tests/a.ts'),
  ],
  invalid: [
    invalid(
      "import { parse } from '../schemas/spec';",
      'search/ may import only types of schemas/: use `import type`.',
    ),
    invalid(
      "import { parse, type Spec } from '../schemas/spec';",
      'search/ may import only types of schemas/: use `import type`.',
    ),
    invalid("import '../schemas/spec';", 'search/ may import only types of schemas/: use `import type`.'),
    invalid(
      "const spec = await import('../schemas/spec.js');",
      'search/ may import only types of schemas/: use `import type`.',
    ),
    invalid(
      "import type { Main } from '../cli/main';",
      'search/ may not import cli/ (allowed: tensor, types of schemas).',
    ),
    invalid(
      "export * from '../../cli/main';",
      'search/ may not import cli/ (allowed: tensor, types of schemas).',
      '/house/search/more/a.ts',
    ),
    invalid("const main = require('../cli/main');", 'search/ may not import cli/ (allowed: tensor, types of schemas).'),
    invalid(
      "import { attacks } from '..';",
      'search/ may not import root (allowed: tensor, types of schemas).'.replace('root ', 'root/ '),
    ),
    invalid(
      "import { step } from '../search/step';",
      'tensor/ may not import search/ (allowed: nothing).',
      '/house/tensor/a.ts',
    ),
  ],
});

it('the table names rooms that exist and has no circle of values', () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const rights = Object.entries(ROOMS).filter(([room]) => !room.includes('/'));
  for (const [room, { values, types }] of rights)
    expect(folders).toEqual(expect.arrayContaining([room, ...values, ...types]));
  const settled = new Set();
  while (
    rights.some(
      ([room, { values }]) => !settled.has(room) && values.every((below) => settled.has(below)) && settled.add(room),
    )
  );
  expect([...settled].sort()).toEqual(rights.map(([room]) => room).sort());
});
