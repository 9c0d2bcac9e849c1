// Small things that may be forgotten, and are when their time is over.
import { expect, test } from "vitest";
import { kvDelete, kvGet, kvList, kvSet, kvTidy } from "../../src/db/kv.ts";
import { freshDatabase } from "../support/site.ts";

const past = new Date(Date.now() - 1000);
const future = new Date(Date.now() + 3_600_000);

test("what was put is found, replaced and forgotten", async () => {
  const { db } = await freshDatabase();
  expect(await kvGet(db, ["a"])).toBeUndefined();
  await kvSet(db, ["a"], { n: 1 });
  await kvSet(db, ["a"], { n: 2 });
  expect(await kvGet(db, ["a"])).toEqual({ n: 2 });
  await kvDelete(db, ["a"]);
  expect(await kvGet(db, ["a"])).toBeUndefined();
});

test.each([[null], [false], [0], [""], [["a", 1]], ["a quote ' and a \\ stroke"]])(
  "%j comes back as it was",
  async (value) => {
    const { db } = await freshDatabase();
    await kvSet(db, ["k"], value);
    expect(await kvGet(db, ["k"])).toEqual(value);
  },
);

test("keys with the same letters in other parts are other keys", async () => {
  const { db } = await freshDatabase();
  await kvSet(db, ["a", "b"], 1);
  await kvSet(db, ["ab"], 2);
  await kvSet(db, ['a","b'], 3);
  expect([await kvGet(db, ["a", "b"]), await kvGet(db, ["ab"]), await kvGet(db, ['a","b'])]).toEqual([
    1, 2, 3,
  ]);
});

test("what has expired is not found, and tidied away; what has not stays", async () => {
  const { db } = await freshDatabase();
  await kvSet(db, ["old"], 1, past);
  await kvSet(db, ["young"], 2, future);
  await kvSet(db, ["lasting"], 3);
  expect(await kvGet(db, ["old"])).toBeUndefined();
  await kvTidy(db);
  const left = await db.selectFrom("kv").select("key").orderBy("key").execute();
  expect(left.map(({ key }) => key)).toEqual(['["lasting"]', '["young"]']);
});

test("a list shows what lies under a key, and neither neighbours nor what has expired", async () => {
  const { db } = await freshDatabase();
  await kvSet(db, ["a", "1"], 1);
  await kvSet(db, ["a", "2"], 2, past);
  await kvSet(db, ["a", "3", "x"], 3);
  await kvSet(db, ["ab"], 4);
  expect(await kvList(db, ["a"])).toEqual([
    { key: ["a", "1"], value: 1 },
    { key: ["a", "3", "x"], value: 3 },
  ]);
});
