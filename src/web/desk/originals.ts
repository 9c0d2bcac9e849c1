// What is being translated, to be read beside the form: a text of this node, or one of an ally's that is on the wire.
import type { Collective } from "../../db/collective.ts";
import type { Report } from "../../db/report.ts";
import { isSpoken } from "../../domain/errors.ts";
import { reportKinds } from "../../domain/report.ts";
import { findReport } from "../../newsroom/find.ts";
import { firstOfSet } from "../../newsroom/siblings.ts";
import { sourceOfReport } from "../../newsroom/translation_source.ts";
import { findWireItem, type WireShown } from "../../newsroom/wire.ts";
import type { Site } from "../../site.ts";
import type { OriginalText } from "../views/desk/text_places.tsx";
import { alone, onWire } from "./on_wire.ts";
import { type Typed, untyped } from "./typed.ts";

/**
 * The text that is meant, if it may be translated here: one on the wire, one's own, or one that is published.
 * @param of UUID or address, or slug of a text of this node; empty: none
 */
export async function originalOf(
  site: Site,
  collective: Collective,
  of: string,
): Promise<OriginalText | undefined> {
  if (of.trim() === "") return undefined;
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

/** What a stored text renders, to be read again beside its form: as it is now, or what is still known of it. */
export async function originalBeside(
  site: Site,
  collective: Collective,
  report: Report,
): Promise<OriginalText | undefined> {
  const source = await sourceOfReport(site.db, report.id);
  if (source === undefined) {
    const first = await firstOfSet(site.db, report);
    return first && ownOriginal(first);
  }
  const item = await findWireItem(site.db, collective.id, source.uri);
  if (item !== undefined) return originalOnWire(item, collective);
  const { title, language, url: href, attributed: author } = source;
  return { title, language, lead: null, html: "", elsewhere: { href, author } };
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
