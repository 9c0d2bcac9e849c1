// A list of texts: one line, like a border on a map, and every text crosses it.
import { directionOf } from "../../domain/language.ts";
import type { Locale } from "../locale.ts";
import { Picture, type ShownPicture } from "./picture.tsx";

export interface WireItem {
  kind: "report" | "call-out" | "page";
  title: string;
  path: string;
  /** BCP 47 tag of the title and the lead. */
  language: string;
  lead: string | undefined;
  contentWarning: string | undefined;
  published: Date;
  /** Where several collectives are in one list. */
  collective: { name: string; path: string } | undefined;
  picture: ShownPicture | undefined;
}

export interface WireProps {
  locale: Locale;
  items: WireItem[];
  /** Whether the first has the room of a lead story. */
  hasLead?: boolean;
}

export function Wire({ locale, items, hasLead = false }: WireProps) {
  return (
    <ol class={hasLead ? "wire has-lead" : "wire"}>
      {items.map((item, index) => (
        <li class={`h-entry ${item.kind}`} key={item.path}>
          <Crossing locale={locale} item={item} isFirst={hasLead && index === 0} />
        </li>
      ))}
    </ol>
  );
}

function Crossing({ locale, item, isFirst }: { locale: Locale; item: WireItem; isFirst: boolean }) {
  const { words } = locale;
  const own = { lang: item.language, dir: directionOf(item.language) };
  const showsPicture = item.picture !== undefined && item.contentWarning === undefined;
  return (
    <>
      <time class="dt-published" datetime={item.published.toISOString()}>
        <span class="day">{locale.day(item.published)}</span>{" "}
        <span class="year">{locale.year(item.published)}</span>
      </time>
      <div class="story">
        {item.kind === "call-out" && <p class="kind">{words.callOut}</p>}
        <h3 class="p-name" {...own}>
          <a class="u-url" href={item.path} hreflang={item.language}>
            {item.title}
          </a>
        </h3>
        {item.contentWarning !== undefined && (
          <p class="warning">
            <strong>{words.contentWarning}:</strong> <span {...own}>{item.contentWarning}</span>
          </p>
        )}
        {item.lead !== undefined && item.contentWarning === undefined && (
          <p class="p-summary" {...own}>
            {item.lead}
          </p>
        )}
        {item.collective && (
          <p class="by">
            <a class="p-author h-card" href={item.collective.path} dir="auto">
              {item.collective.name}
            </a>
          </p>
        )}
      </div>
      {showsPicture && (
        <Picture
          class="u-photo"
          picture={item.picture!}
          sizes={isFirst ? "(min-width: 60em) 36rem, 100vw" : "(min-width: 60em) 12rem, 40vw"}
          isFirst={isFirst}
        />
      )}
    </>
  );
}
