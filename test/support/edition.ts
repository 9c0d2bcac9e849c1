// A node with something to read on it: two collectives, texts of every kind and state, in several languages.
import sharp from "sharp";
import { afterAll, beforeAll } from "vitest";
import type { Collective } from "../../src/db/collective.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { type Published, publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { deleteReport, withdrawReport } from "../../src/newsroom/withdraw.ts";
import type { Clock } from "../../src/site.ts";
import { startTestNode, type TestNode } from "./node.ts";
import type { WhenOver } from "./site.ts";

export interface Edition {
  node: TestNode;
  harbour: Collective;
  bridge: Collective;
  /** A report in English with a cover, a second picture, a quotation, a list and a table. */
  report: Published;
  /** The same in Arabic. */
  translation: Published;
  callOut: Published;
  /** Warns of what it tells. */
  warned: Published;
  page: Published;
  /** Of the other collective, in Persian. */
  foreign: Published;
  draft: Published;
  scheduled: Published;
  withdrawn: Published;
  deleted: Published;
  /** Gets a page as a browser does, and does not follow where it leads. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
}

/** One that all tests of a file look at; none of them may change it. */
export function sharedEdition(): () => Edition {
  const undo: (() => Promise<void>)[] = [];
  let edition: Edition | undefined;
  beforeAll(async () => {
    edition = await printEdition({ whenOver: (one) => undo.unshift(one) });
  });
  afterAll(async () => {
    for (const one of undo) await one();
  });
  return () => edition!;
}

/** Publishes it. */
export async function printEdition(options: { clock?: Clock; whenOver?: WhenOver } = {}): Promise<Edition> {
  const node = await startTestNode({ worker: false, ...options });
  const { site } = node;
  const harbour = await createCollective(site, {
    handle: "harbour",
    name: "Harbour <Watch> & Friends",
    summary: "We look at the harbour every day.\n\nAnd we write down what we see.",
    languages: ["en", "ar"],
    fields: [
      { name: "Letters", value: "https://letters.example/harbour" },
      { name: "Telephone", value: "Mondays, 10 to 12" },
    ],
    icon: { bytes: await painted("#b02418"), alt: "A red square, the sign of the harbour." },
    header: { bytes: await painted("#204060"), alt: "The harbour at night." },
  });
  const bridge = await createCollective(site, { handle: "bridge", name: "پل شبانه", languages: ["fa"] });
  const report = await publishReport(site, harbour, {
    title: "Forty people crossed the square & nobody stopped them",
    slug: "the-square",
    language: "en",
    summary: "At noon the square was <full>, and it stayed full.",
    published: new Date("2015-09-12T18:30:00Z"),
    tags: ["Freedom of movement", "Squares"],
    links: [{ href: "https://plans.example/square", name: "Plan of the square" }],
    source: [
      "They came from **three** sides at once, as [had been said](https://plans.example/said).",
      '![Many people on a square, seen from behind](crowd.jpg "The square at noon.")',
      "## What was heard",
      "> Nobody asks the sea for papers.",
      "1. Singing\n2. Drums",
      "| hour | people |\n| --- | --- |\n| 12 | 40 |",
      "---",
      "![The empty square in the evening](evening.jpg)",
      "Then they went home.",
    ].join("\n\n"),
    pictures: [
      { name: "crowd.jpg", read: () => painted("#207040") },
      { name: "evening.jpg", read: () => painted("#403070") },
    ],
  });
  const translation = await publishReport(site, harbour, {
    title: "أربعون شخصًا عبروا الساحة",
    slug: "الساحة",
    language: "ar",
    published: new Date("2015-09-13T08:00:00Z"),
    tags: ["حرية التنقل"],
    translationOf: report.id,
    source: "جاؤوا من ثلاث جهات في وقت واحد.\n\n## ما سُمع\n\n> لا أحد يسأل البحر عن أوراق.",
  });
  const callOut = await publishReport(site, harbour, {
    kind: "call-out",
    title: "Write to the harbour master before Friday",
    slug: "write-to-them",
    published: new Date("2015-09-20T08:00:00Z"),
    tags: ["Freedom of movement"],
    links: [
      { href: "https://harbour-master.example/letters" },
      { href: "https://harbour-master.example/telephone", name: "Or by telephone" },
    ],
    source: "The gate is shut again. One letter from each of us, and he will have to answer.",
  });
  const warned = await publishReport(site, harbour, {
    title: "What happened at the gate",
    slug: "at-the-gate",
    published: new Date("2015-09-10T08:00:00Z"),
    summary: "An account of the night.",
    contentWarning: "Violence by guards",
    source: "It was a long night.\n\n![The gate](gate.jpg)",
    pictures: [{ name: "gate.jpg", read: () => painted("#101010") }],
  });
  const page = await publishReport(site, harbour, {
    kind: "page",
    title: "Who we are",
    slug: "who-we-are",
    published: new Date("2015-07-01T12:00:00Z"),
    tags: ["Freedom of movement"],
    source: "Some of us live here, some do not.",
  });
  const foreign = await publishReport(site, bridge, {
    title: "شبی روی پل",
    slug: "شبی-روی-پل",
    published: new Date("2015-09-11T20:00:00Z"),
    tags: ["freedom of movement"],
    source: "باران می‌آمد و کسی نخوابید.",
  });
  const hidden = { published: new Date("2015-09-14T08:00:00Z"), tags: ["Secret matter"], source: "Unsaid." };
  const draft = await saveDraft(site, harbour, { ...hidden, title: "A draft", slug: "a-draft" });
  const scheduled = await publishReport(site, harbour, {
    ...hidden,
    title: "A scheduled text",
    slug: "a-scheduled-text",
    published: new Date("2199-01-01T08:00:00Z"),
  });
  const withdrawn = await publishReport(site, harbour, { ...hidden, title: "Withdrawn", slug: "withdrawn" });
  await withdrawReport(site, withdrawn.id);
  const deleted = await publishReport(site, harbour, { ...hidden, title: "Deleted", slug: "deleted" });
  await deleteReport(site, deleted.id);
  return {
    node,
    harbour,
    bridge,
    report,
    translation,
    callOut,
    warned,
    page,
    foreign,
    draft,
    scheduled,
    withdrawn,
    deleted,
    get: (path, headers) =>
      fetch(node.url + path, { headers: { accept: "text/html", ...headers }, redirect: "manual" }),
  };
}

/** A JPEG of one colour. */
export function painted(background: string, width = 640, height = 420): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
}
