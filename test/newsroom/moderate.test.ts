// Deciding about many answers at once costs little more than deciding about one, and there is an end to how many.
import { randomUUIDv7 } from "node:crypto";
import { expect, test } from "vitest";
import { publishAnswer } from "../../src/newsroom/answer.ts";
import { deleteAnswers, mostAtOnce, remember, settle } from "../../src/newsroom/moderate.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { listening } from "../support/asked.ts";
import { followedFrom, openNewsroom } from "../support/newsroom.ts";
import { type AnswerWish, answerTo, stranger } from "../support/responses.ts";

async function scene() {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["near.example"]);
  const { id: report } = await publishReport(site, calais, { title: "The boats", source: "Nobody came." });
  const amina = await stranger(site.db, "amina@far.example");
  const about = { collective: calais.id, report, origin: site.config.origin };
  const some = async (count: number, wish: AnswerWish = {}) => {
    const all = [];
    for (let number = 0; number < count; number++) all.push((await answerTo(site.db, about, amina, wish)).id);
    return all;
  };
  /** Gives a consent to each. */
  const stamp = async (ids: readonly string[]) => {
    for (const id of ids)
      await site.db.updateTable("response").set({ stamp: randomUUIDv7() }).where("id", "=", id).execute();
  };
  const { db, asked } = listening(site.db);
  /** How many questions something puts to the database. */
  const cost = async (work: (heard: typeof site) => Promise<unknown>) => {
    asked.length = 0;
    await work({ ...site, db });
    return asked.length;
  };
  const said = (type: string) =>
    site.db
      .selectFrom("activity as a")
      .innerJoin("delivery as d", "d.activity", "a.id")
      .select(["a.object", "d.host"])
      .where("a.type", "=", type)
      .where("d.state", "=", "pending")
      .orderBy("a.sequence")
      .orderBy("d.host")
      .execute();
  return { site, calais, some, stamp, cost, said };
}

test("two hundred answers of others are shown, hidden or deleted with as few questions as one", async () => {
  const { site, calais, some, cost } = await scene();
  const ids = await some(mostAtOnce, { state: "held" });
  expect(await cost((heard) => settle(heard, calais.id, ids, "shown"))).toBeLessThan(10);
  expect(await cost((heard) => settle(heard, calais.id, ids, "hidden"))).toBeLessThan(10);
  expect(await cost((heard) => deleteAnswers(heard, calais, ids))).toBeLessThan(10);
  expect(await site.db.selectFrom("response").select("id").execute()).toEqual([]);
  const more = await some(mostAtOnce + 20, { state: "held" });
  for (const work of [
    () => settle(site, calais.id, more, "shown"),
    () => deleteAnswers(site, calais, more),
    () => deleteAnswers(site, calais, []),
  ]) {
    await expect(work()).rejects.toThrow(/^Choose /);
  }
  // A decision that is remembered is about all of them, however many.
  await remember(site, calais.id, "host", "far.example", "show");
  const states = await site.db.selectFrom("response").select("state").distinct().execute();
  expect(states).toEqual([{ state: "shown" }]);
});

test("consents to quotations and answers of the collective are taken back together, each at the servers that know of it", async () => {
  const { site, calais, some, stamp, cost, said } = await scene();
  const quotes = await some(12, { kind: "quote" });
  await stamp(quotes);
  const replies = await some(12);
  const own: string[] = [];
  for (const reply of replies) {
    own.push((await publishAnswer(site, calais, reply, { source: "We know." })).id);
  }
  await site.db.updateTable("delivery").set({ state: "delivered", attempts: 1 }).execute();
  const one = await cost((heard) => deleteAnswers(heard, calais, [quotes[0]!, replies[0]!, own[0]!]));
  const many = await cost((heard) =>
    deleteAnswers(
      heard,
      calais,
      [...quotes, ...replies, ...own].filter((_, at) => at % 12 !== 0),
    ),
  );
  // What each says has to be composed; the rest is done for all at once.
  expect(many - one).toBeLessThanOrEqual(10 * 5);
  expect(await site.db.selectFrom("response").select("id").execute()).toEqual([]);
  const deletions = await said("Delete");
  const notes = deletions.filter(({ object }) => object.includes("/notes/"));
  expect(notes.map(({ host }) => host)).toEqual(own.flatMap(() => ["far.example", "near.example"]));
  expect(new Set(notes.map(({ object }) => object)).size).toBe(12);
  const stamps = deletions.filter(({ object }) => object.includes("/stamps/"));
  expect(stamps.map(({ host }) => host)).toEqual(quotes.map(() => "far.example"));
  expect(new Set(stamps.map(({ object }) => object)).size).toBe(12);
});

test("what is of another collective is not touched, whoever names it", async () => {
  const { site, calais, some, stamp } = await scene();
  const [quote] = await some(1, { kind: "quote" });
  await stamp([quote!]);
  const other = { ...calais, id: randomUUIDv7() };
  expect(await deleteAnswers(site, other, [quote!])).toBe(0);
  expect(await settle(site, other.id, [quote!], "hidden")).toBe(0);
  const rows = await site.db.selectFrom("response").select(["state", "stamp"]).execute();
  expect(rows).toEqual([{ state: "shown", stamp: expect.any(String) }]);
});
