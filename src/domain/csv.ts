// Tables as text, as spreadsheets and other servers write and read them. https://www.rfc-editor.org/rfc/rfc4180

/** What makes a spreadsheet take a cell for a formula. */
const formula = /^'*\s*[=+\-@＝＋－＠\t\r]/;

/**
 * The rows of a table. Empty lines are left out; what is not quite right is read as far as it goes.
 * @param text parted by commas, or by semicolons or tabs where the first line has no comma
 */
export function readCsv(text: string): string[][] {
  const [first = ""] = text.split("\n", 1);
  const separator = [",", ";", "\t"].find((one) => first.includes(one)) ?? ",";
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at <= text.length) {
    const { cell, end } = text[at] === '"' ? quotedAt(text, at + 1, separator) : plainAt(text, at, separator);
    row.push(cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell);
    at = end + 1;
    if (text[end] === separator) continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}

/** A table as text. What a spreadsheet would take for a formula is made plain by an apostrophe, which `readCsv` takes off. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(written).join(",")}\n`).join("");
}

function written(cell: string): string {
  if (/^[\p{L}\p{N}#][\p{L}\p{N}#._:/-]*$|^$/u.test(cell)) return cell;
  const plain = formula.test(cell) ? `'${cell}` : cell;
  return `"${plain.replaceAll('"', '""')}"`;
}

function plainAt(text: string, from: number, separator: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
  return { cell: text.slice(from, end).trim(), end };
}

/** A cell in quotes, which may hold anything; what stands between its end and the next cell is dropped. */
function quotedAt(text: string, from: number, separator: string): { cell: string; end: number } {
  let close = text.indexOf('"', from);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) return { cell: text.slice(from).replaceAll('""', '"'), end: text.length };
  const { end } = plainAt(text, close + 1, separator);
  return { cell: text.slice(from, close).replaceAll('""', '"'), end };
}
