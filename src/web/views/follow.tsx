// How to hear from a collective again: a form that leads to one's own server, a handle to copy, feeds, and what all that means.
import { feedFormats, feedTypes, pages } from "../../domain/paths.ts";
import type { Locale } from "../locale.ts";
import { Qr } from "./qr.tsx";

/** The form that leads to a reader's own server. */
export interface ServerForm {
  /** Where it is sent. */
  action: string;
  /** What was typed before. */
  typed?: string | undefined;
  /** Why that led nowhere. */
  trouble?: string | undefined;
  /** The address that is taken along, where the page is not a collective's. */
  uri?: string;
}

export interface FollowProps {
  locale: Locale;
  origin: string;
  name: string;
  /** Path of the collective's page. */
  path: string;
  /** Path of the page with the form, where the form is not here. */
  formAt?: string;
  form?: ServerForm;
  /** `@calais@node.example` */
  handle: string;
  /** Whether its address is shown as a QR code. */
  hasCode?: boolean;
}

export function Follow(props: FollowProps) {
  const { locale, origin, name, path, formAt, form, handle, hasCode = false } = props;
  const { words } = locale;
  return (
    <section class="follow" aria-labelledby="follow">
      <h2 id="follow">{words.follow(name)}</h2>
      <p>{words.followFediverse}</p>
      <p class="copy" dir="ltr">
        <code>{handle}</code>
      </p>
      {form && <AskServer locale={locale} {...form} />}
      {formAt && (
        <p>
          <a href={formAt} rel="nofollow">
            {words.followFrom}
          </a>
        </p>
      )}
      <p>{words.followFeed}</p>
      <p class="copy" dir="ltr">
        <a href={origin + pages.feed(path, "atom")} type={feedTypes.atom}>
          {origin + pages.feed(path, "atom")}
        </a>
      </p>
      <p class="copy" dir="ltr">
        {feedFormats.slice(1).map((format) => (
          <a class="format" href={pages.feed(path, format)} type={feedTypes[format]} key={format}>
            {feedNames[format]}
          </a>
        ))}
      </p>
      {hasCode && <Qr text={origin + path} label={words.addressAsCode(name)} />}
      <p class="aside">{words.noAccount}</p>
      <details>
        <summary>{words.whatIsTheFediverse}</summary>
        <p>{words.fediverseExplained}</p>
      </details>
    </section>
  );
}

/** What feeds are called, in every language. */
export const feedNames = { atom: "Atom", rss: "RSS", json: "JSON Feed" } as const;

/** Asks for a reader's server; works without a script. */
export function AskServer({
  locale: { words },
  action,
  typed,
  trouble,
  uri,
}: ServerForm & { locale: Locale }) {
  return (
    <form class="ask" method="post" action={action}>
      <label for="server">{words.yourServer}</label>
      <div class="line">
        <input
          id="server"
          name="server"
          type="text"
          value={typed}
          dir="ltr"
          required
          maxlength={300}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={trouble === undefined ? undefined : "true"}
          aria-describedby={trouble === undefined ? undefined : "trouble"}
        />
        {uri !== undefined && <input type="hidden" name="uri" value={uri} />}
        <button type="submit">{words.goThere}</button>
      </div>
      {trouble !== undefined && (
        <p class="trouble" id="trouble">
          {trouble}
        </p>
      )}
    </form>
  );
}
