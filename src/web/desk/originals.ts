// What is being translated, to be read beside the form: a text of this node, or one of an ally's that is on the wire.
import type { Collective } from "../../db/collective.ts";
import type { Report } from "../../db/report.ts";
import { isSpoken } from "../../domain/errors.ts";
import { reportKinds } from "../../domain/report.ts";
import { findReport } from "../../newsroom/find.ts";
import { findWireItem, type WireShown } from "../../newsroom/wire.ts";
import type { Site } from "../../site.ts";
import type { OriginalText } from "../views/desk/text_places.tsx";
import { alone, onWire } from "./on_wire.ts";
import { type Typed, untyped } from "./typed.ts";

/**
 * The text that is meant, if it may be translated here: one on the wire, one's own, or one that is published.
 * @param of UUID or address, or slug of a text of this node
 */
export async function originalOf(
  site: Site,
  collective: Collective,
  of: string,
): Promise<OriginalText | undefined> {
  const item = await findWireItem(site.db, collective.id, of);
  if (item !== undefined) return originalOnWire(item, collective);
  try {
    const found = await findReport(site, of, collective.id);
    return found.collective === collective.id || found.state === "published" ? ownOriginal(found) : undefined;
  } catch (error) {
    if (isSpoken(error)) return undefined;
    throw error;
  }
}

function ownOriginal({ title, language, summary, html }: Report): OriginalText {
  return { title, language, lead: summary, html, elsewhere: undefined };
}

function originalOnWire(item: WireShown, { handle }: Collective): OriginalText {
  const { title, author, original, html, language } = onWire(item, handle, alone);
  return {
    title: title ?? author,
    language,
    lead: item.summary,
    html,
    elsewhere: { href: original, author },
  };
}

/** A form for a translation of a text on the wire, of which nothing is written yet. */
export function translationOf(item: WireShown, { languages }: Collective): Typed {
  const language = languages.find((one) => one !== item.language) ?? "";
  const kind = reportKinds.find((one) => one === item.kind) ?? "report";
  return { ...untyped(language), kind, translation: item.uri };
}
