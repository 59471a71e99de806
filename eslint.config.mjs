import { builtinModules } from 'node:module';

import tseslint from 'typescript-eslint';

import { roomImports } from './scripts/lint/room-imports.mjs';
import { ROOMS, SHARED_FILES } from './scripts/lint/rooms.mjs';

const root = import.meta.dirname;
const typescript = ['**/*.ts'];
const science = ['tensor', 'architectures', 'datasets', 'attacks', 'training', 'search'];
const filesOf = (rooms) => rooms.map((room) => `${room}/**/*.ts`);

const tensorflow = {
  regex: '^@tensorflow/',
  message: "TensorFlow is imported through tensor/tf only: import { tf } from '../tensor/tf'.",
};
const temporal = { regex: '^@temporalio/', message: 'This room knows nothing of Temporal.' };
const builtins = {
  regex: `^(?:node:|(?:${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(?:/|$))`,
  message: 'Workflows run in an isolated sandbox, without Node.',
};
const restrict = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'runs/', '.rcnas/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: typescript,
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
    plugins: { rcnas: { rules: { 'room-imports': roomImports } } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          caughtErrorsIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'rcnas/room-imports': ['error', { root, rooms: ROOMS, sharedFiles: SHARED_FILES }],
      ...restrict(tensorflow),
    },
  },
  { files: ['tensor/tf.ts', 'docs/examples/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  {
    files: filesOf([...science, 'artifacts', 'schemas', 'reports']),
    ignores: ['tensor/tf.ts'],
    rules: restrict(tensorflow, temporal),
  },
  {
    files: filesOf(['workflows']),
    rules: restrict(tensorflow, builtins),
  },
  {
    // Same seed, same result: random numbers and times come from outside.
    files: filesOf([...science, 'workflows']),
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is derived from the seed: tensor/random.' },
      ],
    },
  },
  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.mts', 'bin/*.js'],
    extends: [tseslint.configs.base],
    rules: {
      '@typescript-eslint/no-unused-vars': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
);
