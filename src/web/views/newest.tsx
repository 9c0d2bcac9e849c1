// What is new, with the way to what is older: the same section on the front page and on a collective's own.
import type { ComponentChildren } from "preact";
import type { Locale } from "../locale.ts";
import { More } from "./list.tsx";
import { Wire, type WireItem } from "./wire.tsx";

export interface NewestProps {
  locale: Locale;
  items: WireItem[];
  /** The page with older texts, where there are any. */
  older: string | undefined;
  /** What stands below the list. */
  children?: ComponentChildren;
}

export function Newest({ locale, items, older, children }: NewestProps) {
  const { words } = locale;
  return (
    <section class="h-feed" aria-labelledby="newest">
      <h2 id="newest" class="p-name">
        {words.newest}
      </h2>
      {items.length === 0 ? (
        <p class="nothing">{words.nothingYet}</p>
      ) : (
        <Wire locale={locale} items={items} hasLead />
      )}
      <More locale={locale} older={older} />
      {children}
    </section>
  );
}
