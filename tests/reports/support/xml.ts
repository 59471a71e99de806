/** A strict reader of the XML that the report's files use: enough to prove that they are well-formed. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
}

const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/y;
const TEXT = /(?:[^<&]|&(?:amp|lt|gt|quot|#39|#\d+|nbsp);)+/y;

/** @throws Error with the offending part when the text is not one well-formed element. */
export function parseXml(source: string): Element {
  const root: Element = { name: '#document', attributes: new Map(), children: [] };
  const open = [root];
  let at = 0;
  while (at < source.length) {
    TEXT.lastIndex = at;
    if (TEXT.test(source)) {
      at = TEXT.lastIndex;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(source);
    if (!tag) throw new Error(`not well-formed at: ${source.slice(at, at + 120)}`);
    at = TAG.lastIndex;
    const [, closing, name, attributeText, empty] = tag as unknown as [string, string, string, string, string];
    if (closing) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}> at: ${source.slice(at - 80, at)}`);
      continue;
    }
    const attributes = new Map<string, string>();
    for (const [, key, value] of attributeText.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
      if (attributes.has(key!)) throw new Error(`<${name}> has two attributes ${key}`);
      if (/&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(value!)) throw new Error(`bare & in ${key}="${value}"`);
      attributes.set(key!, value!);
    }
    const element: Element = { name, attributes, children: [] };
    open.at(-1)!.children.push(element);
    if (!empty) open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  if (root.children.length !== 1) throw new Error(`expected one root element, found ${root.children.length}`);
  return root.children[0]!;
}

export function descendants(element: Element): Element[] {
  return element.children.flatMap((child) => [child, ...descendants(child)]);
}
