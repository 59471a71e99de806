/** ESLint rule: a relative import may cross from one room to another only as the table of rooms says. */
import { dirname, relative, resolve, sep } from 'node:path';

/** @type {import('eslint').Rule.RuleModule} */
export const roomImports = {
  meta: {
    type: 'problem',
    docs: { description: 'imports between top-level folders go downwards only' },
    schema: [
      {
        type: 'object',
        properties: {
          root: { type: 'string' },
          rooms: { type: 'object' },
          sharedFiles: { type: 'array', items: { type: 'string' } },
        },
        required: ['root', 'rooms', 'sharedFiles'],
        additionalProperties: false,
      },
    ],
    messages: {
      forbidden: '{{from}}/ may not import {{to}}/ (allowed: {{allowed}}).',
      typeOnly: '{{from}}/ may import only types of {{to}}/: use `import type`.',
    },
  },
  create(context) {
    const { root, rooms, sharedFiles } = context.options[0];
    const roomOf = (path) => relative(root, path).split(sep)[0];
    const from = roomOf(context.filename);
    const rights = rooms[relative(root, context.filename).split(sep).join('/')] ?? rooms[from];
    if (!rights) return {};

    function check(node, source, isType) {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const path = resolve(dirname(context.filename), source.value);
      const to = roomOf(path);
      if (to === from || rights.values.includes(to)) return;
      if (sharedFiles.includes(relative(root, path).split(sep).join('/'))) return;
      if (!rights.types.includes(to)) {
        const allowed = [...rights.values, ...rights.types.map((room) => `types of ${room}`)].join(', ') || 'nothing';
        context.report({ node, messageId: 'forbidden', data: { from, to: to || 'root', allowed } });
      } else if (!isType) {
        context.report({ node, messageId: 'typeOnly', data: { from, to } });
      }
    }

    const everyNameIsType = (specifiers, kind) =>
      specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
    return {
      ImportDeclaration: (node) =>
        check(node, node.source, node.importKind === 'type' || everyNameIsType(node.specifiers, 'importKind')),
      ExportNamedDeclaration: (node) =>
        check(node, node.source, node.exportKind === 'type' || everyNameIsType(node.specifiers, 'exportKind')),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, true),
      'CallExpression[callee.name="require"]': (node) => check(node, node.arguments[0], false),
      'CallExpression[callee.object.name="require"][callee.property.name="resolve"]': (node) =>
        check(node, node.arguments[0], false),
    };
  },
};
