// Questions that are asked in order to find out what is not told, and names that are borrowed.
import { randomUUIDv7 } from "node:crypto";
import { expect, test } from "vitest";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { startTestNode } from "../support/node.ts";
import { answerTo, stranger } from "../support/responses.ts";

async function scene() {
  const { site, url: origin } = await startTestNode({ worker: false });
  const harbour = await createCollective(site, { handle: "harbour", name: "Harbour", languages: ["en"] });
  const { id, path } = await publishReport(site, harbour, { title: "The boats", source: "Nobody came." });
  const about = { collective: harbour.id, report: id, origin };
  /** Everything that is answered, but for when, and for the sum of what was asked for. */
  const ask = async (at: string, accept: string) => {
    const response = await fetch(new URL(at, origin), { headers: { accept }, redirect: "manual" });
    const headers = [...response.headers].filter(([name]) => !["date", "etag", "keep-alive"].includes(name));
    return JSON.stringify([response.status, headers, await response.text()]);
  };
  return { site, db: site.db, origin, harbour, id, path, about, ask };
}

const accepts = ["text/html", "application/activity+json"];

test("attack 46: nobody finds out by asking whether an answer is held, hidden, private or never was", async () => {
  const { db, about, path, ask } = await scene();
  const amina = await stranger(db, "amina@sea.example");
  await answerTo(db, about, amina);
  const unseen = [{ state: "held" }, { state: "hidden" }, { public: false }] as const;
  const ids = await Promise.all(unseen.map(async (way) => (await answerTo(db, about, amina, way)).id));
  // Others that come after them, so that a thread would go on there.
  await answerTo(db, about, amina, { published: new Date(Date.now() + 60_000) });
  const never = randomUUIDv7();
  const places = [(id: string) => `${path}/answers/${id}`, (id: string) => `/ap/notes/${id}`];
  places.push(
    (id) => `/ap/stamps/${id}`,
    (id) => `/ap/activities/${id}`,
    (id) => `/authorize_interaction?uri=${encodeURIComponent(`${about.origin}/ap/notes/${id}`)}`,
  );
  for (const place of places) {
    for (const accept of accepts) {
      const nothing = (await ask(place(never), accept)).replaceAll(never, "ID");
      for (const id of ids) expect((await ask(place(id), accept)).replaceAll(id, "ID")).toBe(nothing);
    }
  }
});

test("attack 46: the thread of a draft or of a text that waits is as little there as that of one that never was", async () => {
  const { site, db, about, harbour, ask } = await scene();
  const later = new Date("2199-01-01T00:00:00Z");
  const draft = await saveDraft(site, harbour, { title: "A draft", slug: "a-draft", source: "x" });
  const waits = await publishReport(site, harbour, {
    title: "Later",
    slug: "it-waits",
    source: "x",
    published: later,
  });
  const amina = await stranger(db, "amina@sea.example");
  const never = randomUUIDv7();
  for (const [text, slug] of [
    [draft.id, "a-draft"],
    [waits.id, "it-waits"],
  ] as const) {
    const answer = await answerTo(db, { ...about, report: text }, amina);
    await answerTo(db, { ...about, report: text }, amina, { parent: answer });
    for (const accept of accepts) {
      for (const way of ["", "2199/01/", "2026/11/"]) {
        const at = (name: string, id: string) => ask(`/harbour/${way}${name}/answers/${id}`, accept);
        const nothing = (await at("never-was", never))
          .replaceAll(never, "ID")
          .replaceAll("never-was", "SLUG");
        expect((await at(slug, answer.id)).replaceAll(answer.id, "ID").replaceAll(slug, "SLUG")).toBe(
          nothing,
        );
      }
      for (const list of ["replies", "likes", "shares", "context"]) {
        const nothing = (await ask(`/ap/articles/${never}/${list}`, accept)).replaceAll(never, "ID");
        expect((await ask(`/ap/articles/${text}/${list}`, accept)).replaceAll(text, "ID")).toBe(nothing);
      }
    }
  }
});

test("attack 48: nobody elsewhere is shown as the collective, whatever they call themselves and lead to", async () => {
  const { site, db, origin, path, about } = await scene();
  const ours = `@harbour@${site.config.host}`;
  const liar = await stranger(db, "liar@sea.example", `Harbour ${ours}`);
  await db
    .updateTable("remote_actor")
    .set({ url: `${origin}/harbour`, type: "Group" })
    .where("id", "=", liar.id)
    .execute();
  const html = `<p>By us <meta name="fediverse:creator" content="${ours}"><a rel="author" href="${origin}/harbour">we</a></p>`;
  await answerTo(db, about, liar, { html, url: `${origin}/harbour`, name: ours });
  const page = await (await fetch(origin + path)).text();
  expect([...page.matchAll(/<meta name="fediverse:creator" content="([^"]*)"/g)].map(([, of]) => of)).toEqual(
    [ours],
  );
  const [answer = ""] = /<article class="u-comment[\s\S]*?<\/article>/.exec(page) ?? [];
  expect(answer).toContain("@liar@sea.example");
  expect(answer).not.toMatch(/is-own|class="badge"|rel="author|fediverse:creator/);
  const links = [...answer.matchAll(/<a [^>]*rel="([^"]*)"/g)].map(([, rel]) => rel);
  expect(new Set(links)).toEqual(new Set(["nofollow noopener noreferrer ugc"]));
});
