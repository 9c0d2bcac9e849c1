// The editor's form as a browser handles it: sent with files, and read again with everything that stands in it.
import { hiddenFields, type Shown, textOf, type Visitor } from "./visitor.ts";

/** A file for a form. */
export interface Sent {
  name: string;
  bytes: Buffer;
  field?: string;
}

/** Sends a form as browsers send one with files, and follows where it leads. */
export async function sendFiles(
  somebody: Visitor,
  path: string,
  fields: Record<string, string>,
  files: readonly Sent[],
): Promise<Shown> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const { name, bytes, field = "files" } of files) {
    body.append(field, new Blob([new Uint8Array(bytes)]), name);
  }
  const { origin } = (await somebody.ask("/desk")).url;
  const headers = { origin, "sec-fetch-site": "same-origin" };
  const shown = await somebody.ask(path, { method: "POST", body, headers });
  const target = shown.headers.get("location");
  return target === null ? shown : somebody.get(target);
}

/** Everything that stands in the fields of a form, as a browser would send it again. */
export function fieldsOn(html: string): Record<string, string> {
  const form = /<form class="editor"[\s\S]*?<\/form>/.exec(html)?.[0] ?? "";
  const fields: Record<string, string> = Object.fromEntries(hiddenFields(form));
  const value = (tag: string) => /value="([^"]*)"/.exec(tag)?.[1] ?? "";
  for (const [tag] of form.matchAll(/<input type="(?:text|date|time)"[^>]*>/g)) {
    fields[/ name="([^"]*)"/.exec(tag)![1]!] = textOf(value(tag));
  }
  for (const [, name, text] of form.matchAll(
    /<textarea[^>]* name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g,
  )) {
    fields[name!] = text!
      .replace(/^\n/, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");
  }
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    fields[name!] = value(/<option[^>]* selected[^>]*>/.exec(options!)?.[0] ?? "");
  }
  const [radio = ""] = /<input type="radio"[^>]* name="kind"[^>]* checked[^>]*>/.exec(form) ?? [];
  fields.kind = value(radio);
  return fields;
}
