// A collective answers somebody, corrects what it answered, and takes it back.
import { randomUUIDv7 } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Response } from "../db/response.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { isSameLanguage, readLanguage } from "../domain/language.ts";
import { laterThan } from "../domain/moment.ts";
import { ap } from "../domain/paths.ts";
import { cleanText, lengthOf } from "../domain/plain.ts";
import { threadPlace } from "../domain/response.ts";
import type { Site } from "../site.ts";
import { cancelPending } from "./cancel.ts";
import type { Saying } from "./fediverse.ts";
import { renderMarkdown } from "./markdown.ts";
import { followersOf, type Sent, sendEach, whoeverHasIt } from "./send.ts";
import { waitFor } from "./turn.ts";

/** Longest answer in characters. */
export const maxAnswer = 10_000;
/** Most servers of people in a thread that hear of an answer, beside those of followers. */
const mostInThread = 1_000;

/** What is answered. */
export interface AnswerDraft {
  /** Markdown without pictures. */
  source: string;
  /** BCP 47; unless given, what `languageToAnswerIn` says, and of an answer that is corrected its own. */
  language?: string | undefined;
}

/**
 * The language in which a collective will most likely answer: that of what was said, where it writes that itself; else that
 * of the text; else its first.
 * @param said the language of what is answered, where it has one
 * @param text the language of the text it is about, where it is about one
 */
export function languageToAnswerIn(
  { languages }: Pick<Collective, "languages">,
  said: string | null,
  text: string | undefined,
): string {
  const written = languages.find((one) => said !== null && isSameLanguage(one, said));
  return written ?? text ?? languages[0]!;
}

/**
 * Answers a response as the collective: to everybody where that was said to everybody, else to its author alone.
 * @param response the UUID of a reply, a quotation or a mention
 * @returns the UUID of the answer, and the number of inboxes it goes to
 * @throws {NotFound} when there is no such response to this collective
 * @throws {Refused} when the words are none or too many, or the response is public and not shown
 */
export async function publishAnswer(
  site: Site,
  collective: Collective,
  response: string,
  draft: AnswerDraft,
): Promise<Sent> {
  return site.db.transaction().execute(async (db) => {
    const about = await responseOf(db, collective, response, ["reply", "quote", "mention"]);
    const text = await db
      .selectFrom("report")
      .select("language")
      .where("id", "=", about.report)
      .executeTakeFirst();
    const words = read(draft, languageToAnswerIn(collective, about.language, text?.language));
    if (about.public && about.kind !== "mention" && about.state !== "shown") {
      throw new Refused("Show it first: an answer to what nobody sees would stand alone.");
    }
    await waitFor(db, about.report ?? collective.id);
    const id = randomUUIDv7();
    const published = site.clock.now();
    const parent = about.path === null ? undefined : { path: about.path, depth: about.depth };
    const place = about.report === null ? { path: null, depth: 0 } : threadPlace(parent, published, id);
    await db
      .insertInto("response")
      .values({
        ...words,
        ...place,
        id,
        kind: "answer",
        uri: site.config.origin + ap.note(id),
        actor: null,
        collective: collective.id,
        report: about.report,
        object: about.uri,
        parent: about.id,
        state: "shown",
        settled: true,
        public: about.public,
        published,
      })
      .execute();
    return { id, deliveries: await tell(site, db, collective, { type: "Create", note: id }) };
  });
}

/**
 * Says an answer in other words.
 * @throws {NotFound | Refused} as `publishAnswer`
 */
export async function reviseAnswer(
  site: Site,
  collective: Collective,
  id: string,
  draft: AnswerDraft,
): Promise<Sent> {
  return site.db.transaction().execute(async (db) => {
    const answer = await responseOf(db, collective, id, ["answer"]);
    const words = read(draft, answer.language!);
    if (answer.source === words.source && answer.language === words.language) return { id, deliveries: 0 };
    const updated = laterThan(answer.updated ?? answer.published, site.clock.now());
    await db
      .updateTable("response")
      .set({ ...words, updated })
      .where("id", "=", id)
      .execute();
    return { id, deliveries: await tell(site, db, collective, { type: "Update", note: id }) };
  });
}

/**
 * Takes an answer back: nothing of it is left here, and every server it went to is told.
 * @throws {NotFound} when there is none
 */
export async function withdrawAnswer(site: Site, collective: Collective, id: string): Promise<Sent> {
  return site.db.transaction().execute(async (db) => {
    const answer = await responseOf(db, collective, id, ["answer"]);
    return { id, deliveries: await takeBack(site, db, [answer]) };
  });
}

/** Takes back all answers in the thread of a text. @param db the transaction that takes the text back, before it does */
export async function withdrawAnswersTo(site: Site, db: Db, report: string): Promise<void> {
  const answers = await db
    .selectFrom("response")
    .selectAll()
    .where("report", "=", report)
    .where("kind", "=", "answer")
    .orderBy("id")
    .forUpdate()
    .execute();
  await takeBack(site, db, answers);
}

/**
 * Takes back answers of one collective, all at once.
 * @param db the transaction that does it; whatever they answer is still there
 * @returns how many inboxes are told
 */
export async function takeBack(site: Site, db: Db, answers: readonly Response[]): Promise<number> {
  if (answers.length === 0) return 0;
  const [ids, uris] = [answers.map(({ id }) => id), answers.map(({ uri }) => uri)];
  const { collective } = answers[0]!;
  await cancelPending(db, ...uris);
  const deleted = site.clock.now();
  const sayings = ids.map((note) => ({ type: "Delete" as const, note, deleted }));
  const deliveries = await sendEach(site, db, collective, sayings, whoeverHasIt(audienceOf(collective)));
  await db.deleteFrom("response").where("id", "in", ids).execute();
  const before = db
    .selectFrom("activity")
    .select("id")
    .where("object", "in", uris)
    .where("type", "in", ["Create", "Update"]);
  await db.deleteFrom("activity_form").where("activity", "in", before).execute();
  return deliveries;
}

function read({ source, language }: AnswerDraft, otherwise: string) {
  const clean = cleanText(source).trim();
  if (clean === "") throw new Refused("The answer has no words yet.");
  const length = lengthOf(clean);
  if (length > maxAnswer) {
    throw new Refused(`The answer has ${length} characters; ${maxAnswer} is the most.`);
  }
  const tag = language === undefined ? otherwise : readLanguage(language);
  if (tag === undefined) throw new Refused(`"${language}" is not a language: write it like "en" or "ar".`);
  return { source: clean, language: tag, html: renderMarkdown(clean, tag, new Map()) };
}

async function responseOf(
  db: Db,
  collective: Collective,
  id: string,
  kinds: Response["kind"][],
): Promise<Response> {
  const row = isUuid(id)
    ? await db
        .selectFrom("response")
        .selectAll()
        .where("id", "=", id)
        .where("collective", "=", collective.id)
        .where("kind", "in", kinds)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw new NotFound("There is no such answer.");
  return row;
}

function tell(
  site: Site,
  db: Db,
  { id }: Collective,
  saying: Extract<Saying, { note: string }>,
): Promise<number> {
  return sendEach(site, db, id, [saying], audienceOf(id));
}

/**
 * A query for whoever is told of an answer: the followers, whoever is answered, and whoever has answered in the thread; or
 * only whoever is answered. For `sendEach`: `o.object` is the answer's address.
 */
function audienceOf(collective: string): RawBuilder<unknown> {
  return sql`
    select coalesce(a.shared_inbox, a.inbox) as inbox, a.host
    from response n join response r on r.id = n.parent join remote_actor a on a.id = r.actor
    where n.uri = o.object and not a.blocked and a.gone is null
    union
    select w.inbox, w.host from response n cross join (${followersOf(collective)}) w
    where n.uri = o.object and n.public
    union (
      select distinct coalesce(a.shared_inbox, a.inbox) as inbox, a.host
      from response n join response r on r.report = n.report join remote_actor a on a.id = r.actor
      where n.uri = o.object and n.public and r.kind in ('reply', 'quote') and r.state = 'shown' and r.public
        and not a.blocked and a.gone is null
      limit ${mostInThread}
    )`;
}
