// Reads JSON from strangers: what is too deep, too much, ambiguous or not text is refused before it is parsed.
import { Turned } from "./turned.ts";

/** Deepest nesting; what peers send stays under ten. */
const maxDepth = 32;
/** Most members of all objects and arrays together. */
const maxMembers = 20_000;
/** Keys that turn JSON-LD around, or JavaScript. */
const refusedKeys = new Set(["@graph", "@included", "@reverse", "@nest", "__proto__"]);

/**
 * Parses JSON.
 * @param bytes UTF-8
 * @returns what they say, without any `@context`
 * @throws {Turned} 400
 */
export function parseBounded(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Turned(400, "The body is not UTF-8.");
  }
  checkShape(text);
  try {
    return plain(JSON.parse(text));
  } catch (error) {
    if (error instanceof Turned) throw error;
    throw new Turned(400, "The body is not JSON.");
  }
}

/**
 * Counts depth and members, and looks for keys that an object has twice: parsers do not agree on those.
 * @throws {Turned} 400
 */
export function checkShape(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isFollowedByColon(text, end)) {
        const key = text.slice(at + 1, end);
        const name = key.includes("\\") ? unescaped(key) : key;
        if (keys.has(name)) throw new Turned(400, `The body says "${name.slice(0, 100)}" twice.`);
        keys.add(name);
      }
      at = end;
    } else if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : undefined);
      if (open.length > maxDepth) throw new Turned(400, "The body is nested too deeply.");
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === ",") {
      members += 1;
      if (members > maxMembers) throw new Turned(400, "The body has too many members.");
    }
  }
}

function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end === -1) throw new Turned(400, "The body is not JSON.");
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return text[at] === ":";
}

function unescaped(key: string): string {
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    throw new Turned(400, "The body is not JSON.");
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "string") return checkText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === "@context") continue;
    if (refusedKeys.has(key)) throw new Turned(400, `Tern does not read "${key}".`);
    copy[checkText(key)] = plain(member);
  }
  return copy;
}

function checkText(text: string): string {
  if (!text.isWellFormed() || text.includes("\0")) throw new Turned(400, "The body is not all text.");
  return text;
}
