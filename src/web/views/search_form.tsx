// The field of the search.
import type { Locale } from "../locale.ts";

/** The field of the search, as it stands on its page and at the foot of all others. */
export function SearchForm({
  locale: { words },
  id,
  question,
}: {
  locale: Locale;
  id: string;
  question?: string;
}) {
  return (
    <search>
      <form class="ask" action="/search">
        <label for={id}>{words.search}</label>
        <div class="line">
          <input id={id} name="q" type="search" value={question} dir="auto" maxlength={200} />
          <button type="submit">{words.searchButton}</button>
        </div>
      </form>
    </search>
  );
}
