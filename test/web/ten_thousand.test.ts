// However much has been published, a page costs a handful of questions, and each is answered by an index.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "../../src/db/open.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { createApp } from "../../src/web/app.ts";
import { fillArchive, fillReposts } from "../support/archive.ts";
import { type Asked, listening, stepsOf } from "../support/asked.ts";
import { startTestNode, type TestNode } from "../support/node.ts";
import { fillThread } from "../support/responses.ts";

const undo: (() => Promise<void>)[] = [];
let asked: Asked[] = [];
let node: TestNode;
let door: string;
/** An answer in the middle of ten thousand. */
let farAnswer: string;

beforeAll(async () => {
  node = await startTestNode({ worker: false, whenOver: (one) => undo.unshift(one) });
  const { db } = node.site;
  const [harbour, bridge] = await Promise.all([
    createCollective(node.site, { handle: "harbour", name: "Harbour", languages: ["en", "fr", "fa"] }),
    createCollective(node.site, { handle: "bridge", name: "Bridge", languages: ["fr"] }),
  ]);
  await fillArchive(db, harbour.id, 10_000);
  await fillArchive(db, bridge.id, 50);
  const answered = await publishReport(node.site, harbour, {
    title: "Much answered",
    slug: "much-answered",
    source: "They came at noon.",
    published: new Date("2026-11-02T10:00:00Z"),
  });
  await fillReposts(db, harbour.id, 10_000);
  await fillReposts(db, bridge.id, 50);
  await fillThread(db, harbour.id, answered.id, 10_000);
  farAnswer = await answerFarBack(db, answered.id);
  door = await openDoor();
}, 120_000);
afterAll(async () => {
  for (const one of undo) await one();
});

/** Pages, and how many questions each may put to the database. */
const pages: Record<string, number> = {
  "/harbour/2026/11/much-answered": 7,
  "/harbour/2026/11/much-answered/answers/:answer": 4,
  "/": 4,
  "/reposts": 1,
  "/harbour/reposts": 2,
  "/bridge/reposts": 2,
  "/harbour": 7,
  "/bridge": 7,
  "/tags/everywhere": 4,
  "/tags/topic-7": 4,
  "/tags/rare-7": 4,
  "/tags": 1,
  "/languages": 1,
  "/languages/fa": 3,
  "/search?q=lantern": 3,
  "/search?q=harbour": 3,
  "/archive": 1,
  "/archive/2029": 4,
  "/archive/2025/03": 3,
  "/harbour/archive": 2,
  "/harbour/2026": 4,
  "/bridge/2029/12": 3,
  "/harbour/call-outs": 3,
  "/feed.atom": 3,
  "/harbour/feed.json": 5,
};

for (const [path, most] of Object.entries(pages)) {
  test(`with ten thousand reports, ${path} takes at most ${most} of them, each answered by an index`, async () => {
    const questions = await questionsOf(path.replace(":answer", farAnswer));
    expect(questions.length).toBeLessThanOrEqual(most);
    expect(questions.length).toBeGreaterThan(0);
    for (const { query, parameters } of questions) {
      const walked = await scansOf(query, parameters);
      expect([query, walked]).toEqual([query, []]);
    }
  });
}

test("a page far back in the archive costs no more than the first", async () => {
  let path = "/harbour";
  for (let page = 0; page < 3; page += 1) {
    const html = await (await fetch(door + path, { headers: { accept: "text/html" } })).text();
    path = /href="([^"]*)" rel="next"/.exec(html)![1]!;
  }
  const [list] = (await questionsOf(path)).filter(({ query }) => query.includes('"beginning"'));
  const far = path.replace(/before\/\d{8}/, "before/20230101");
  const [old] = (await questionsOf(far)).filter(({ query }) => query.includes('"beginning"'));
  const read = await Promise.all([list!, old!].map(({ query, parameters }) => rowsRead(query, parameters)));
  expect(Math.max(...read)).toBeLessThan(1000);
});

test("of what was passed on a page reads what it shows", async () => {
  for (const path of ["/", "/reposts", "/harbour", "/harbour/reposts"]) {
    const [asked, ...others] = (await questionsOf(path)).filter(({ query }) => query.includes('"repost"'));
    expect(others).toEqual([]);
    expect(await rowsRead(asked!.query, asked!.parameters)).toBeLessThan(1000);
  }
});

test("the words a list does not show are not read for it", async () => {
  for (const path of ["/", "/harbour", "/tags/everywhere", "/harbour/2026"]) {
    for (const { query } of await questionsOf(path)) {
      // Of reposts a list shows their beginning, and all of what introduces them.
      const others = query.replace(/left\(w\.html, \$1\) as "html"|"i"\."html" as "introductionHtml"/g, "");
      expect(others).not.toMatch(/"r"\.\*|"source"|(?<!left\(r\.)html\b(?!, 3000)/);
    }
  }
});

test("a page far down a thread costs no more than the first", async () => {
  const first = await questionsOf("/harbour/2026/11/much-answered");
  const far = await questionsOf(`/harbour/2026/11/much-answered/answers/${farAnswer}`);
  for (const { query, parameters } of [...first, ...far].filter((one) => one.query.includes("response"))) {
    expect(await rowsRead(query, parameters)).toBeLessThan(1000);
  }
});

async function answerFarBack(db: Db, report: string): Promise<string> {
  const { id } = await db
    .selectFrom("response")
    .select("id")
    .where("report", "=", report)
    .where("html", "=", "<p>Answer 5000</p>")
    .executeTakeFirstOrThrow();
  return id;
}

/** What a page asks the database. */
async function questionsOf(path: string): Promise<Asked[]> {
  asked.length = 0;
  const response = await fetch(door + path, { headers: { accept: "text/html" } });
  await response.text();
  expect(response.status).toBe(200);
  return [...asked];
}

/** A second door to the node, whose database says what it is asked. */
async function openDoor(): Promise<string> {
  const heard = listening(node.site.db);
  asked = heard.asked;
  const server = createApp({ ...node.site, db: heard.db }, (_request, _response, next) => next()).listen(
    0,
    "127.0.0.1",
  );
  undo.unshift(() => new Promise((closed) => void server.close(() => closed())));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const large = new Set([
  ...["report", "report_tag", "report_media", "activity", "response"],
  ...["repost", "wire_item", "remote_actor"],
]);

/** Places in the plan of a query where a whole table that may be large would be gone through. */
async function scansOf(query: string, parameters: readonly unknown[]): Promise<string[]> {
  const steps = await stepsOf(node.site.db, { query, parameters });
  return steps.flatMap((step) =>
    step["Node Type"] === "Seq Scan" && large.has(step["Relation Name"] ?? "")
      ? [`${step["Node Type"]} on ${step["Relation Name"]}`]
      : [],
  );
}

async function rowsRead(query: string, parameters: readonly unknown[]): Promise<number> {
  const steps = await stepsOf(node.site.db, { query, parameters });
  return steps.reduce(
    (sum, step) =>
      sum +
      step["Actual Rows"] * step["Actual Loops"] +
      (step["Rows Removed by Filter"] ?? 0) * step["Actual Loops"],
    0,
  );
}
