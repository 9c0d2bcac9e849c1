// What is not public leaves no trace: over every address there is, as the router itself tells, and in every form.
import { randomUUIDv7 } from "node:crypto";
import { expect, test } from "vitest";
import { createFederationDoor } from "../../federation/middleware.ts";
import type { Collective } from "../../src/db/collective.ts";
import { createCollective, editCollective } from "../../src/newsroom/collective.ts";
import { type Published, publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { deleteReport, withdrawReport } from "../../src/newsroom/withdraw.ts";
import { createApp } from "../../src/web/app.ts";
import { painted } from "../support/edition.ts";
import { startTestNode, type TestNode } from "../support/node.ts";
import { pathsOf } from "../support/routes.ts";
import { accepts, addresses, askAll, masked, type Subject } from "../support/strangers.ts";

/** Nothing that is said of the hidden texts may be seen anywhere. */
const telltale = /kittiwake|Zugvogel|secret-matter|secret matter/i;

test("before it is published, nothing in the world is different for a text being written", async () => {
  const { node, collective, shown, routes } = await openNode();
  const secret = { tag: "secret-matter", language: "ti", published: new Date("2014-03-05T06:07:08Z") };
  const hidden: Subject = { id: randomUUIDv7(), slug: "hidden-one", ...secret };
  const asked = [shown, hidden].flatMap((subject) => addresses(routes, subject, collective, node));
  const before = await askAll(node, asked);
  await hide(node, collective, shown, secret.published);
  const after = await askAll(node, asked);
  for (const [address, answer] of before) expect([address, after.get(address)]).toEqual([address, answer]);
  expect(before.size).toBeGreaterThan(routes.length * accepts.length);
}, 240_000);

test("a draft, a scheduled text and one that never was are the same to a stranger, whatever is asked and how", async () => {
  const { node, collective, shown, routes } = await openNode();
  const secret = { tag: "secret-matter", language: "ti", published: new Date("2014-03-05T06:07:08Z") };
  const { draft, scheduled } = await hide(node, collective, shown, secret.published);
  const answers = async (subject: Subject) => {
    const asked = routes.flatMap((route) => addresses([route], subject, collective, node));
    const answered = await askAll(node, asked);
    return [...answered].map(([address, answer]) => masked(`${address}\n${answer}`, subject));
  };
  const never = await answers({ id: randomUUIDv7(), slug: "never-was", ...secret });
  for (const hidden of [draft, scheduled]) {
    const asked = await answers({ ...hidden, ...secret });
    for (const [at, answer] of asked.entries()) expect(answer).toBe(never[at]);
    expect(asked).toHaveLength(never.length);
  }
}, 240_000);

test("of a text that was taken back nothing is left but that it is gone, where it was", async () => {
  const { node, collective, routes } = await openNode();
  const published = new Date("2014-03-05T06:07:08Z");
  const write = (slug: string) =>
    publishReport(node.site, collective, { ...kittiwake, title: "Kittiwake", slug, published });
  const [withdrawn, deleted] = [await write("gone-one"), await write("gone-two")];
  await withdrawReport(node.site, withdrawn.id);
  await deleteReport(node.site, deleted.id);
  const place = { tag: "secret-matter", language: "ti", published };
  const never = { id: randomUUIDv7(), slug: "never-was", ...place };
  for (const one of [
    { id: withdrawn.id, slug: "gone-one" },
    { id: deleted.id, slug: "gone-two" },
  ]) {
    const subject: Subject = { ...one, ...place };
    for (const route of routes) {
      const [ofOne, ofNone] = await Promise.all(
        [subject, never].map((who) => askAll(node, addresses([route], who, collective, node))),
      );
      const nothing = [...ofNone!].map(([address, answer]) =>
        masked(`${address}\n${answer}`, subject, never),
      );
      for (const [at, [address, answer]] of [...ofOne!].entries()) {
        expect([address, answer]).not.toEqual([address, expect.stringMatching(/Zugvogel|secret matter/i)]);
        const isWhere = /:slug|^\/ap\/articles\//.test(route);
        const isGone =
          isWhere &&
          (/^410\n/.test(answer) || (/^302\n/.test(answer) && answer.includes(`/ap/articles/${one.id}`)));
        if (!isGone) expect(masked(`${address}\n${answer}`, subject, never)).toBe(nothing[at]);
      }
    }
  }
}, 240_000);

const kittiwake = {
  source: "Zugvogel kittiwake. ![A picture](hidden.jpg)",
  summary: "Kittiwake.",
  tags: ["Secret matter"],
  language: "ti",
  links: [{ href: "https://kittiwake.example/" }],
  pictures: [{ name: "hidden.jpg", read: () => painted("#101010", 64, 48) }],
};

/** A node with one public text, seen an hour after that was published. */
async function openNode() {
  let now = new Date("2031-05-01T10:00:00Z");
  const node = await startTestNode({ worker: false, clock: { now: () => now } });
  const collective = await createCollective(node.site, {
    handle: "harbour",
    name: "Harbour Watch",
    languages: ["en"],
  });
  const shown = await publishReport(node.site, collective, {
    title: "At the harbour",
    slug: "at-the-harbour",
    tags: ["Boats"],
    published: new Date("2015-09-12T18:30:00Z"),
    source: "They came at noon.",
  });
  now = new Date("2031-05-01T11:00:00Z");
  const app = createApp(node.site, createFederationDoor(node.site));
  const place = { tag: "boats", language: "en", published: new Date("2015-09-12T18:30:00Z") };
  return { node, collective, shown: { ...shown, slug: "at-the-harbour", ...place }, routes: pathsOf(app) };
}

/** Writes what nobody may know of: a draft, a scheduled text, a translation of a public one, each changed once. */
async function hide(node: TestNode, collective: Collective, shown: { id: string }, published: Date) {
  const { site } = node;
  const write = { ...kittiwake, pinned: true, published };
  const draft = await saveDraft(site, collective, { ...write, title: "Kittiwake", slug: "hidden-one" });
  const page = { ...write, kind: "page" as const, title: "Kittiwake page", slug: "hidden-page" };
  await saveDraft(site, collective, page);
  const late = new Date("2199-03-05T06:07:08Z");
  const scheduled = await publishReport(site, collective, {
    ...write,
    title: "Kittiwake, later",
    slug: "hidden-two",
    published: late,
    translationOf: shown.id,
  });
  for (const { id } of [draft, scheduled] as Published[]) {
    await reviseReport(site, id, { summary: "Kittiwake, changed." });
  }
  return {
    draft: { id: draft.id, slug: "hidden-one" },
    scheduled: { id: scheduled.id, slug: "hidden-two" },
  };
}

test("what a collective says of itself is still seen, so these tests would see a difference", async () => {
  const { node, collective, shown, routes } = await openNode();
  const asked = addresses(routes, shown, collective, node);
  const before = await askAll(node, asked);
  await editCollective(node.site, collective, { summary: "Kittiwake and secret matter." });
  const after = await askAll(node, asked);
  const changed = [...before].filter(([address, answer]) => after.get(address) !== answer);
  expect(changed.length).toBeGreaterThan(5);
  expect([...after.values()].filter((answer) => telltale.test(answer)).length).toBeGreaterThan(2);
}, 240_000);
