// The languages that forms offer, by the names their speakers know.
import { languageName } from "../../domain/language.ts";
import type { Option } from "../views/desk/field.tsx";

const offered =
  "am ar az bg bn bs ca ckb cs da de el en es et eu fa fi fr ga gl ha he hi hr hu hy id it ja ka kmr ko ku lt lv mk ml ms mt my ne nl no om pa pl prs ps pt ro ru rw sk sl so sq sr sv sw ta te th ti tl tr uk ur uz vi yo zh zu".split(
    " ",
  );

/**
 * Options for a field, each named in itself and in the language of the page, in the order of that language.
 * @param also tags that must be among them, such as what is chosen already
 */
export function languageOptions(reader: string, also: readonly string[] = []): Option[] {
  const order = new Intl.Collator(reader);
  return [...new Set([...offered, ...also])]
    .map((value) => ({ value, own: languageName(value), known: languageName(value, reader) }))
    .sort((one, other) => order.compare(one.known, other.known))
    .map(({ value, own, known }) => ({ value, label: own === known ? own : `${known} · ${own}` }));
}
