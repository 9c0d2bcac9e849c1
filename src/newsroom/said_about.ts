// What the things are called that a collective has said something about: texts, its profile, answers, what it passed on.
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { ownId } from "./subject.ts";

/** What an activity of a collective is about. */
export interface SaidAbout {
  kind: "text" | "profile" | "answer" | "introduction" | "repost";
  /** The UUID of what is here: a text, an answer, or a text of somebody else on the wire; undefined where it is gone. */
  id: string | undefined;
  title: string | undefined;
  /** BCP 47, of the title. */
  language: string | undefined;
}

/** What the objects of a collective's activities are, by their addresses. */
export async function saidAbout(
  { config: { origin }, db }: Site,
  collective: string,
  objects: readonly string[],
): Promise<Map<string, SaidAbout>> {
  const idsOf = (path: (id: string) => string) =>
    objects.flatMap((object) => ownId(origin, path, object) ?? []);
  const [texts, answers, introductions] = [ap.report, ap.note, ap.introduction].map(idsOf) as [
    string[],
    string[],
    string[],
  ];
  const [reports, responses, introduced, items] = await Promise.all([
    texts.length === 0
      ? []
      : db.selectFrom("report").select(["id", "title", "language"]).where("id", "in", texts).execute(),
    answers.length === 0 ? [] : db.selectFrom("response").select("id").where("id", "in", answers).execute(),
    introductions.length === 0
      ? []
      : db
          .selectFrom("introduction as i")
          .innerJoin("repost as r", "r.id", "i.repost")
          .select(["i.id", "r.item"])
          .where("i.id", "in", introductions)
          .execute(),
    objects.length === 0
      ? []
      : db
          .selectFrom("wire_item")
          .select(["id", "uri", "name", "language"])
          .where("collective", "=", collective)
          .where("uri", "in", [...objects])
          .where("gone", "is", null)
          .execute(),
  ]);
  const nothing = { id: undefined, title: undefined, language: undefined };
  const about = (object: string): SaidAbout => {
    const text = ownId(origin, ap.report, object);
    if (text !== undefined) {
      const report = reports.find(({ id }) => id === text);
      return { kind: "text", ...nothing, ...report, id: text };
    }
    const answer = ownId(origin, ap.note, object);
    if (answer !== undefined) {
      return { kind: "answer", ...nothing, id: responses.find(({ id }) => id === answer)?.id };
    }
    const introduction = ownId(origin, ap.introduction, object);
    if (introduction !== undefined) {
      const item = introduced.find(({ id }) => id === introduction)?.item ?? undefined;
      return { kind: "introduction", ...nothing, id: item };
    }
    if (ownId(origin, ap.collective, object) !== undefined) return { kind: "profile", ...nothing };
    const item = items.find(({ uri }) => uri === object);
    return {
      kind: "repost",
      id: item?.id,
      title: item?.name ?? undefined,
      language: item?.language ?? undefined,
    };
  };
  return new Map(objects.map((object) => [object, about(object)]));
}
