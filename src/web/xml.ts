// Writes XML: elements as values, escaping everything; a feed that is not well-formed is read by nobody.

/** An element, or text that is still to be escaped. */
export type Xml = Element | string;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly Xml[];
}

/** An element. Attributes and children that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: (Xml | undefined)[]
): Element {
  return { name, attributes, children: children.filter((child) => child !== undefined) };
}

/** The document with that root, as text. */
export function document(root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${write(root)}\n`;
}

function write(xml: Xml): string {
  if (typeof xml === "string") return escaped(xml);
  const attributes = Object.entries(xml.attributes)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  const inside = xml.children.map(write).join("");
  return inside === "" ? `<${xml.name}${attributes}/>` : `<${xml.name}${attributes}>${inside}</${xml.name}>`;
}

// Characters that XML 1.0 has no way to write are left out. https://www.w3.org/TR/xml/#charsets
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

function escaped(text: string): string {
  return text.replace(impossible, "").replace(/[&<>"\r]/g, (character) => escapes[character]!);
}
