import { stringify } from 'yaml';

/** The reference of the spec in Markdown: a table per section, in the order of the schema. */
export function documentationOf(schema, source) {
  const sections = [];
  describeSection(schema, { path: '', title: 'Top level', node: schema, overrides: {} }, sections, new Map());
  return `<!-- Generated from ${source} by scripts/generate.mjs (npm run generate); not to be edited. -->

# The spec

${schema.description}

A spec is one YAML 1.2 document: UTF-8, at most 1 MiB, 10,000 values with aliases followed, without merge keys (\`<<\`).
Keys that are not listed here are errors, so are references to names that the file does not define.
\`rcnas validate FILE\` checks all of it without a network and prints every problem as \`file:line:column: message\`. It
also checks that the search can be done:

- the evaluation set of a data set leaves images to train on;
- no attack needs more classes than a data set has on which it is run;
- a budget binds on every data set that its teacher meets: one child at least costs no more, and one that the guard
  allows costs more.

Editors check a spec while it is written, from the JSON Schema in \`${source}\`, when its first line is

\`\`\`yaml
# yaml-language-server: $schema=../${source}
\`\`\`

Quantities are written as people write them. ${quantities(schema)}
Defaults are those of the paper where it names a value.

## Example

\`\`\`yaml
${stringify(schema.examples[0], { lineWidth: 110 }).trimEnd()}
\`\`\`

${sections.join('\n')}`;
}

function quantities(schema) {
  const kinds = Object.values(schema.$defs).filter((node) => node['x-quantity']);
  return kinds.map((node) => `A *${node['x-quantity']}* is ${node['x-hint']}.`).join(' ');
}

/** Adds the section of an object, then those of the objects inside. A definition used twice is described once. */
function describeSection(schema, section, sections, described) {
  const { path, title, node, overrides } = section;
  const inner = [];
  const rows = Object.entries(node.properties ?? {}).map(([key, property]) => {
    const resolved = { ...resolve(schema, property), ...property };
    const keyPath = path === '' ? key : `${path}.${key}`;
    collect(schema, { path: keyPath, resolved, property }, inner);
    const shown = key in overrides ? { ...resolved, default: overrides[key] } : resolved;
    return `| \`${key}\` | ${typeOf(schema, shown)} | ${defaultOf(node, key, shown)} | ${escape(shown.description)} |`;
  });
  sections.push(
    `## ${title}\n\n${path === '' ? '' : `${node.description}\n\n`}| key | type | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  );
  for (const child of inner) {
    const first = described.get(child.node);
    if (first !== undefined) {
      sections.push(`## ${child.title}\n\nAs [${first.title}](#${anchor(first.title)})${differences(first, child)}.\n`);
    } else {
      described.set(child.node, child);
      describeSection(schema, child, sections, described);
    }
  }
}

/** Defaults in which two uses of one definition differ. */
function differences(first, { node, overrides }) {
  const keys = Object.keys({ ...first.overrides, ...overrides });
  const effective = (of, key) => inline(of[key] ?? node.properties[key].default);
  const differing = keys.filter((key) => effective(first.overrides, key) !== effective(overrides, key));
  if (differing.length === 0) return '';
  return `, but for the defaults ${differing.map((key) => `\`${key}: ${effective(overrides, key)}\``).join(', ')}`;
}

/** The objects that a property leads to: itself, the entries of a map or list, the alternatives of a choice. */
function collect(schema, { path, resolved, property }, found) {
  const overrides = isRecord(property.default) && !resolved.oneOf ? property.default : {};
  if (resolved.oneOf) {
    const tag = resolved.discriminator.propertyName;
    for (const reference of resolved.oneOf) {
      const node = resolve(schema, reference);
      found.push({ path, title: `\`${path}\` with \`${tag}: ${node.properties[tag].const}\``, node, overrides: {} });
    }
  } else if (resolved.properties) {
    found.push({ path, title: `\`${path}\``, node: definition(schema, property) ?? resolved, overrides });
  } else if (isRecord(resolved.additionalProperties)) {
    const entry = resolved.additionalProperties;
    collect(schema, { path: `${path}.<name>`, resolved: resolve(schema, entry), property: entry }, found);
  } else if (resolved.items) {
    collect(schema, { path: `${path}[]`, resolved: resolve(schema, resolved.items), property: resolved.items }, found);
  }
}

function typeOf(schema, node) {
  if (node['x-quantity']) return `${node['x-quantity']}${rangeOf(node)}`;
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  const types = [node.type].flat();
  if (types.includes('array')) {
    const item = resolve(schema, node.items);
    const count = node.minItems === node.maxItems ? `${node.minItems} × ` : 'list of ';
    return `${count}${item.properties ? 'sections' : typeOf(schema, item)}`;
  }
  if (types.includes('object')) return node.additionalProperties ? 'sections by name' : 'section';
  const names = types.map((type) => ({ string: 'text', boolean: '`true`, `false`', null: '`null`' })[type] ?? type);
  return `${names.join(' or ')}${rangeOf(node)}`;
}

function rangeOf(node) {
  const low =
    node.exclusiveMinimum !== undefined
      ? `> ${short(node.exclusiveMinimum)}`
      : node.minimum !== undefined
        ? `≥ ${short(node.minimum)}`
        : '';
  const high =
    node.exclusiveMaximum !== undefined
      ? `< ${short(node.exclusiveMaximum)}`
      : node.maximum !== undefined
        ? `≤ ${short(node.maximum)}`
        : '';
  const range = [low, high].filter((part) => part !== '').join(', ');
  return range === '' ? '' : `, ${range}`;
}

const short = (value) =>
  value >= 1e9 && Number.isInteger(Math.log10(value)) ? `10^${Math.log10(value)}` : String(value);

function defaultOf(parent, key, node) {
  if (parent.required?.includes(key)) return '**required**';
  if (node['x-defaultText']) return escape(node['x-defaultText']);
  if (node['x-defaultFrom']) return `${node['x-defaultFrom'].property} / ${node['x-defaultFrom'].divisor}`;
  if (node.default === undefined) throw new Error(`${key} is neither required nor has a default`);
  return isRecord(node.default) && !node.oneOf ? 'see below' : `\`${inline(node.default)}\``;
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isRecord(value))
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${key}: ${inline(entry)}`)
      .join(', ')} }`;
  return String(value);
}

function definition(schema, node) {
  return node.$ref ? schema.$defs[node.$ref.replace(/^#\/\$defs\//, '')] : undefined;
}

function resolve(schema, node) {
  return definition(schema, node) ?? node;
}

/** The anchor that GitHub gives a heading. */
function anchor(title) {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replace(/ /g, '-');
}

const escape = (text) => text.replaceAll('|', '\\|');
const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
