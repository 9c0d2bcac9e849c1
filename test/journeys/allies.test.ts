// Three collectives on three nodes, each with its own database: what one publishes crosses to the others, and is followed.
import { verifyObject } from "@fedify/fedify";
import { Article } from "@fedify/fedify/vocab";
import { HtmlValidate } from "html-validate";
import { beforeAll, expect, test } from "vitest";
import { ownContextLoader } from "../../federation/context.ts";
import type { Collective } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { alliesOf, followActor, unfollowActor } from "../../src/newsroom/ally.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { followersOf } from "../../src/newsroom/follow.ts";
import { passOn, withdrawRepost } from "../../src/newsroom/pass_on.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { repostsShown } from "../../src/newsroom/reposts.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { wireItems } from "../../src/newsroom/wire.ts";
import { deleteReport } from "../../src/newsroom/withdraw.ts";
import { startTestNode, type TestNode } from "../support/node.ts";

interface Here extends TestNode {
  collective: Collective;
  handle: string;
}

const over: (() => Promise<void>)[] = [];
let calais: Here;
let london: Here;
let ventimiglia: Here;

beforeAll(async () => {
  [calais, london, ventimiglia] = await Promise.all([begin("calais"), begin("london"), begin("ventimiglia")]);
  return async () => {
    for (const undo of over.reverse()) await undo();
  };
});

test("a report is followed, proposed, passed on with a word before it, counted, corrected and taken back", async () => {
  const old = await publish(calais, "What was there before");
  await follow(london, calais);
  await expect.poll(() => titles(london)).toEqual(["What was there before"]);
  await setRule(london.site, london.collective, calais.handle, { rule: "propose", tags: ["Harbour"] });

  const report = await publish(calais, "A night on the quay", ["harbour"]);
  await publish(calais, "Soup on Saturday", ["kitchen"]);
  await expect.poll(() => titles(london)).toEqual(["Soup on Saturday", "A night on the quay", old.title]);
  const { items: proposed } = await wire(london, { proposed: true });
  expect(proposed.map(({ name, kind, proof }) => ({ name, kind, proof }))).toEqual([
    { name: "A night on the quay", kind: "report", proof: "verified" },
  ]);

  await follow(ventimiglia, london);
  const introduction = { source: "Read what *Calais* saw." };
  const repost = await passOn(london.site, london.collective, proposed[0]!.id, introduction);
  expect(repost).toMatchObject({ object: report.uri, deliveries: 2 });
  await expect.poll(() => titles(ventimiglia)).toContain("A night on the quay");
  const [seen] = (await wire(ventimiglia, {})).items.filter(({ uri }) => uri === report.uri);
  expect(seen).toMatchObject({ announced: true, announcedBy: london.handle, handle: calais.handle });
  // It came from its own address, and proves itself; of what came in an activity, the text alone does so too.
  expect(seen!.proof).toBe("verified");
  for (const there of [london, ventimiglia]) expect(await isProvenAlone(there, report.uri)).toBe(true);
  await expect.poll(() => boosts(calais, report.uri)).toBe(1);

  const { reposts } = await repostsShown(london.site.db, { collective: london.collective.id }, undefined, 10);
  expect(reposts).toMatchObject([{ uri: report.uri, path: repost.path, introduction: { language: "en" } }]);
  const note = await fetchAs(london, ap.introduction(reposts[0]!.introduction!.id));
  expect(note).toMatchObject({ type: "Note", quote: report.uri, url: london.url + repost.path });
  expect(note.content).toContain(report.page);
  const page = await fetch(london.url + repost.path);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain(`<a class="u-url" href="${report.page}"`);
  expect(html).toContain(`<link rel="canonical" href="${report.page}"`);
  expect(html).toContain("Read what <em>Calais</em> saw.");
  expect(html).toContain("A night on the quay");
  expect(html).not.toMatch(/<img\b[^>]*src="http/);
  const { results } = await new HtmlValidate({ extends: ["html-validate:recommended"] }).validateString(html);
  expect(results).toEqual([]);

  await reviseReport(calais.site, report.id, { title: "A night on the quay, corrected" });
  await expect.poll(() => titles(london)).toContain("A night on the quay, corrected");

  await withdrawRepost(london.site, london.collective, repost.id);
  await expect.poll(() => titles(ventimiglia)).not.toContain("A night on the quay");
  await expect.poll(() => boosts(calais, report.uri)).toBe(0);
  expect(
    (await repostsShown(london.site.db, { collective: london.collective.id }, undefined, 10)).reposts,
  ).toEqual([]);
  expect((await fetch(london.url + repost.path)).status).toBe(410);
});

test("what is deleted where it was written vanishes where it was passed on", async () => {
  const report = await publish(calais, "To be deleted");
  await expect.poll(() => titles(london)).toContain("To be deleted");
  await passOn(london.site, london.collective, report.uri);
  await expect.poll(() => boosts(calais, report.uri)).toBe(1);
  await deleteReport(calais.site, report.id);
  await expect.poll(() => titles(london)).not.toContain("To be deleted");
  expect(
    (await repostsShown(london.site.db, { collective: london.collective.id }, undefined, 10)).reposts,
  ).toEqual([]);
  const [last] = await said(london, report.uri);
  expect(last).toBe("Undo");
});

test("a translation of an ally's report is linked from here to there and back", async () => {
  await follow(calais, london);
  const report = await publish(calais, "In all languages");
  await expect.poll(() => titles(london)).toContain("In all languages");
  const [german, french] = await Promise.all(
    ["de", "fr"].map((language) =>
      publishReport(london.site, london.collective, {
        title: `In allen Sprachen (${language})`,
        language,
        source: "Es hat geregnet.",
        translationOf: report.uri,
      }),
    ),
  );
  const article = await fetchAs(london, ap.report(german!.id));
  expect(article).toMatchObject({ translationOfWork: report.uri, genre: "report" });
  expect(article.content).toContain(`<a href="${report.page}" hreflang="en"`);
  const there = await fetch(london.url + german!.path);
  expect(there.headers.get("link")).toContain(`<${report.page}>; rel="alternate"; hreflang="en"`);
  expect(there.headers.get("link")).toContain(
    `<${london.url}${french!.path}>; rel="alternate"; hreflang="fr"`,
  );
  expect(await there.text()).toContain(`href="${report.page}"`);
  const here = async () => (await fetch(report.page)).text();
  await expect.poll(here).toContain(`href="${london.url}${german!.path}"`);
  await expect(
    publishReport(london.site, london.collective, {
      title: "Again",
      language: "en",
      source: "x",
      translationOf: report.uri,
    }),
  ).rejects.toThrow("is in this language itself");
  // Who is no ally cannot hang anything on our pages.
  await unfollowActor(calais.site, calais.collective, london.handle);
  expect(await here()).not.toContain(german!.path);
});

test("two that pass on whatever the other publishes do not go on for ever", async () => {
  await follow(calais, ventimiglia);
  await follow(ventimiglia, calais);
  await setRule(calais.site, calais.collective, ventimiglia.handle, { rule: "automatic" });
  await setRule(ventimiglia.site, ventimiglia.collective, calais.handle, { rule: "automatic" });
  const one = await publish(calais, "From Calais");
  const other = await publish(ventimiglia, "From Ventimiglia");
  await expect.poll(() => boosts(calais, one.uri)).toBe(1);
  await expect.poll(() => boosts(ventimiglia, other.uri)).toBe(1);
  // London hears of both, once each; nobody has passed on their own.
  await expect.poll(() => said(ventimiglia, one.uri)).toEqual(["Announce"]);
  await expect.poll(() => said(calais, other.uri)).toEqual(["Announce"]);
  await settled();
  expect(await said(calais, one.uri)).toEqual(["Create"]);
  expect(await said(ventimiglia, one.uri)).toEqual(["Announce"]);
  expect(await said(ventimiglia, other.uri)).toEqual(["Create"]);
});

test("what one of two nodes has forgotten of who follows whom is put right by the next report", async () => {
  const rome = await createCollective(ventimiglia.site, { handle: "rome", name: "Rome", languages: ["en"] });
  const milan = await createCollective(ventimiglia.site, {
    handle: "milan",
    name: "Milan",
    languages: ["en"],
  });
  const idOf = (one: Collective) => ventimiglia.url + ap.collective(one.id);
  for (const one of [rome, milan, ventimiglia.collective])
    await follow({ ...ventimiglia, collective: one }, calais);
  const followers = async () =>
    (await followersOf(calais.site.db, calais.collective.id)).followers.map(({ actor }) => actor);
  await expect.poll(followers).toEqual(expect.arrayContaining([rome, milan].map(idOf)));

  // Calais has lost one of them, and Milan does not know of following any more.
  await calais.site.db.deleteFrom("follower").where("actor", "=", idOf(rome)).execute();
  await ventimiglia.site.db.deleteFrom("ally").where("collective", "=", milan.id).execute();
  await publish(calais, "After the backup");
  await expect.poll(followers, { timeout: 10_000 }).not.toContain(idOf(milan));
  await expect.poll(followers, { timeout: 10_000 }).toContain(idOf(rome));
  const state = async () => (await alliesOf(ventimiglia.site.db, rome.id)).map((ally) => ally.state);
  await expect.poll(state).toEqual(["accepted"]);
});

test("who is followed no longer is told so, and sends nothing more", async () => {
  await unfollowActor(london.site, london.collective, calais.handle);
  const followers = () =>
    calais.site.db
      .selectFrom("follower")
      .select("actor")
      .where("collective", "=", calais.collective.id)
      .execute();
  await expect
    .poll(async () => (await followers()).map(({ actor }) => actor))
    .not.toContain(london.url + ap.collective(london.collective.id));
  expect(await alliesOf(london.site.db, london.collective.id)).toMatchObject([{ state: "ended" }]);
});

async function begin(handle: string): Promise<Here> {
  const node = await startTestNode({ whenOver: (undo) => over.push(undo) });
  const collective = await createCollective(node.site, { handle, name: handle, languages: ["en"] });
  return { ...node, collective, handle: `${handle}@${node.site.config.host}` };
}

async function follow(who: Here, whom: Here): Promise<void> {
  await followActor(who.site, who.collective, `@${whom.handle}`);
  const state = async () =>
    (await alliesOf(who.site.db, who.collective.id)).find(({ handle }) => handle === whom.handle)?.state;
  await expect.poll(state).toBe("accepted");
}

async function publish(where: Here, title: string, tags: string[] = []) {
  const { id, path } = await publishReport(where.site, where.collective, {
    title,
    tags,
    source: "It rained, and people sang.",
  });
  return { id, title, uri: where.url + ap.report(id), page: where.url + path };
}

function wire({ site, collective }: Here, filter: Parameters<typeof wireItems>[2]) {
  return wireItems(site.db, collective.id, filter, undefined, 100);
}

async function titles(where: Here): Promise<(string | null)[]> {
  return (await wire(where, {})).items.map(({ name }) => name);
}

async function boosts(where: Here, uri: string): Promise<number> {
  const { totalItems } = await fetchAs(where, `${new URL(uri).pathname}/shares`);
  return totalItems;
}

async function fetchAs({ url }: Here, path: string) {
  const response = await fetch(url + path, { headers: { accept: "application/activity+json" } });
  return await response.json();
}

/** What a node has said about something, last first. */
async function said({ site }: Here, object: string): Promise<string[]> {
  const rows = await site.db
    .selectFrom("activity")
    .select("type")
    .where("object", "=", object)
    .orderBy("sequence", "desc")
    .execute();
  return rows.map(({ type }) => type);
}

/** Until nothing waits to be sent or read on any of the nodes. */
async function settled(): Promise<void> {
  const waiting = async () => {
    const counts = [calais, london, ventimiglia].map(async ({ site }) => {
      const pending = await site.db
        .selectFrom("delivery")
        .select("inbox")
        .where("state", "=", "pending")
        .execute();
      return pending.length + (await site.jobs.waiting("inbox", 10));
    });
    return Math.max(...(await Promise.all(counts)));
  };
  await expect.poll(waiting).toBe(0);
}

/** Whether the text alone, of what a node has kept of it, is what its author's key has signed, as Fedify finds. */
async function isProvenAlone({ site }: Here, uri: string): Promise<boolean> {
  const { body } = await site.db
    .selectFrom("wire_original")
    .select("body")
    .where("uri", "=", uri)
    .executeTakeFirstOrThrow();
  const came = JSON.parse(body);
  const documentLoader = async (url: string) => ({
    contextUrl: null,
    documentUrl: url,
    document: await (await fetch(url, { headers: { accept: "application/activity+json" } })).json(),
  });
  const options = { documentLoader, contextLoader: ownContextLoader };
  return (await verifyObject(Article, came.type === "Create" ? came.object : came, options)) !== null;
}
