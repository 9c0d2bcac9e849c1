// Turns a view into the text of a page.
import type { VNode } from "preact";
import { render } from "preact-render-to-string";

// The renderer closes void elements as XML does. In its output a `<` always opens a tag, in text it is escaped.
const closedVoid =
  /(<(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)(?:\s+[^\s"=<>/]+(?:="[^"]*")?)*)\s*\/>/g;

/** A whole HTML document. */
export function renderDocument(view: VNode): string {
  return `<!DOCTYPE html>\n${render(view).replace(closedVoid, "$1>")}\n`;
}
