// Complaints as those read them who are to do something about them: who complains, and about which text or answer of ours.
import { sql } from "kysely";
import type { Complaint } from "../db/complaint.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { ownId } from "./subject.ts";

/** Something that is complained about. */
export interface ComplainedAbout {
  /** Its address. */
  address: string;
  /** What it is, where it is the collective's. */
  own: "collective" | "text" | "answer" | undefined;
  /** The UUID of what is the collective's. */
  id: string | undefined;
  /** The title of a text. */
  title: string | undefined;
  /** BCP 47, of that title. */
  language: string | undefined;
}

export interface ComplaintShown extends Omit<Complaint, "objects" | "uri"> {
  /** What who complains, or is complained about, is called; `name@host`. Null where that is not known. */
  name: string | null;
  handle: string | null;
  about: ComplainedAbout[];
}

/**
 * Complaints to or of a collective: those that wait before those that are settled, the newest first.
 * @param before the UUID of the complaint at which the page before ended
 */
export async function complaintsShown(
  site: Site,
  collective: string,
  before: string | undefined,
  limit: number,
): Promise<{ complaints: ComplaintShown[]; next: string | undefined }> {
  let query = site.db
    .selectFrom("complaint as c")
    .leftJoin("remote_actor as a", "a.id", "c.actor")
    .selectAll("c")
    .select(["a.name", "a.handle"])
    .where("c.collective", "=", collective)
    .orderBy(sql`c.settled is not null`)
    .orderBy("c.id", "desc")
    .limit(limit + 1);
  if (before !== undefined) {
    query = query.where(
      sql<boolean>`(c.settled is null, c.id) < (select settled is null, id from complaint where id = ${before}::uuid)`,
    );
  }
  const rows = await query.execute();
  const shown = rows.slice(0, limit);
  const titles = await titlesOf(
    site,
    collective,
    shown.flatMap(({ objects }) => objects),
  );
  const complaints = shown.map(({ objects, uri: _, ...complaint }) => ({
    ...complaint,
    about: objects.map((address) => aboutOf(site, collective, address, titles)),
  }));
  return { complaints, next: rows.length > limit ? complaints.at(-1)?.id : undefined };
}

type Titles = Map<string, { title: string; language: string }>;

function aboutOf(
  { config: { origin } }: Site,
  collective: string,
  address: string,
  titles: Titles,
): ComplainedAbout {
  const [group, text, note] = [ap.collective, ap.report, ap.note].map((kind) => ownId(origin, kind, address));
  const named = text === undefined ? undefined : titles.get(text);
  return {
    address,
    own: group === collective ? "collective" : named ? "text" : note ? "answer" : undefined,
    id: group ?? text ?? note,
    title: named?.title,
    language: named?.language,
  };
}

async function titlesOf(
  { config: { origin }, db }: Site,
  collective: string,
  addresses: string[],
): Promise<Titles> {
  const ids = addresses.flatMap((address) => ownId(origin, ap.report, address) ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("report")
    .select(["id", "title", "language"])
    .where("collective", "=", collective)
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
