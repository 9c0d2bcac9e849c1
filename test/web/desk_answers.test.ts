// Who may do what with answers at the desk, and what stays of it.
import { expect, test } from "vitest";
import type { Role } from "../../src/domain/pen.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { answerTo, stranger } from "../support/responses.ts";
import { textOf } from "../support/visitor.ts";

async function scene() {
  const { site, url } = await startDesk();
  const harbour = await found(site);
  const { id, path } = await publishReport(site, harbour, { title: "The boats", source: "Nobody came." });
  const about = { collective: harbour.id, report: id, origin: url };
  const amina = await stranger(site.db, "amina@sea.example", "Amina");
  const held = await answerTo(site.db, about, amina, { state: "held" });
  const as = async (role: Role) => signedIn(url, await penOf(site, harbour, role, role));
  const stateOf = async ({ id }: { id: string }) =>
    (await site.db.selectFrom("response").select("state").where("id", "=", id).executeTakeFirst())?.state;
  return { site, url, harbour, about, path, amina, held, as, stateOf };
}

test("a writer reads what waits and answers what is shown, but decides nothing", async () => {
  const { site, as, held, stateOf, path, url } = await scene();
  const writer = await as("writer");
  const queue = await writer.get("/desk/answers");
  expect(textOf(queue.html)).toContain("Amina");
  expect(queue.html).not.toContain('name="deed"');
  for (const [at, fields] of [
    ["/desk/answers/held", { "id[]": held.id, deed: "show" }],
    [`/desk/answer/${held.id}/decide`, { deed: "show" }],
    [`/desk/answer/${held.id}/remember`, { whom: "actor", verdict: "show" }],
    [`/desk/answer/${held.id}/block`, { what: "host" }],
    ["/desk/blocks", { subject: "sea.example", severity: "blocked" }],
    ["/desk/followers/remove", { actor: "https://sea.example/users/amina" }],
  ] as const) {
    expect((await writer.post(at, fields)).status).toBe(403);
  }
  expect(await stateOf(held)).toBe("held");
  const early = await writer.post(`/desk/answer/${held.id}/reply`, { text: "Hello.", action: "send" });
  expect(early.status).toBe(422);
  await site.db.updateTable("response").set({ state: "shown" }).execute();
  const empty = await writer.post(`/desk/answer/${held.id}/reply`, { text: " ", action: "send" });
  expect(textOf(empty.html)).toContain("There are no words yet.");
  const sent = await writer.post(`/desk/answer/${held.id}/reply`, { text: "We **saw** it.", action: "send" });
  expect(textOf(sent.html)).toContain("Sent. It is on its way");
  expect(await (await fetch(url + path)).text()).toContain("We <strong>saw</strong> it.");
});

test("a moderator decides about many at once, and what is remembered decides about what waits from there", async () => {
  const { site, as, about, amina, held, stateOf, harbour } = await scene();
  const bo = await stranger(site.db, "bo@sea.example", "Bo");
  const [second, third] = [
    await answerTo(site.db, about, bo, { state: "held" }),
    await answerTo(site.db, about, bo, { state: "held" }),
  ];
  const moderator = await as("moderator");
  await moderator.post("/desk/answers/held", [
    ["id[]", held.id],
    ["id[]", second.id],
    ["deed", "hide"],
  ]);
  expect(await Promise.all([held, second, third].map(stateOf))).toEqual(["hidden", "hidden", "held"]);
  await moderator.post(`/desk/answer/${third.id}/remember`, { whom: "host", verdict: "show" });
  expect(await Promise.all([held, second, third].map(stateOf))).toEqual(["hidden", "hidden", "shown"]);
  expect(await site.db.selectFrom("decision").select(["subject", "verdict"]).execute()).toEqual([
    { subject: "sea.example", verdict: "show" },
  ]);
  await moderator.post("/desk/answers/words", { words: "spam\n\n spam \nbuy now" });
  const { filter_words } = await site.db
    .selectFrom("collective")
    .select("filter_words")
    .where("id", "=", harbour.id)
    .executeTakeFirstOrThrow();
  expect(filter_words).toEqual(["spam", "buy now"]);
  await moderator.post(`/desk/answer/${held.id}/decide`, { deed: "delete" });
  expect(await stateOf(held)).toBe(undefined);
  await moderator.post(`/desk/answer/${third.id}/block`, { what: "host" });
  expect(await stateOf(third)).toBe("hidden");
  const { block } = await site.db
    .selectFrom("remote_host")
    .select("block")
    .where("host", "=", amina.host)
    .executeTakeFirstOrThrow();
  expect(block).toBe("blocked");
});

test("the answers to one text are counted at its place, listed alone and decided about there", async () => {
  const { site, url, as, harbour, about, amina, held } = await scene();
  const other = await publishReport(site, harbour, { title: "The other boats", source: "Nor here." });
  const toOther = { ...about, report: other.id };
  const bo = await stranger(site.db, "bo@sea.example", "Bo");
  const first = await answerTo(site.db, toOther, bo, { state: "held" });
  await answerTo(site.db, toOther, bo, { state: "held", kind: "quote" });
  await answerTo(site.db, toOther, bo, {});
  await answerTo(site.db, toOther, bo, { kind: "like" });
  const moderator = await as("moderator");
  const text = await moderator.get(`/desk/texts/${other.id}`);
  expect(textOf(text.html)).toContain("Waiting: 2, Shown: 1, Hidden: 0");
  const queue = await moderator.get(/"(\/desk\/answers\/held\?text=[^"]*)"/.exec(text.html)![1]!);
  expect(queue.html).toContain(first.id);
  expect(queue.html).not.toContain(held.id);
  expect(textOf(queue.html)).toContain("Answers to The other boats");
  for (const named of [`${url}${other.path}`, `${url}/ap/articles/${other.id}`, "the-other-boats"]) {
    const found = await moderator.get(
      `/desk/answers/held?${new URLSearchParams({ text: named, kind: "reply" })}`,
    );
    expect(found.html.match(/name="id\[\]"/g)).toHaveLength(1);
  }
  const decided = await moderator.post(`/desk/answers/held?text=${other.id}&kind=reply`, {
    "id[]": first.id,
    deed: "hide",
  });
  expect(decided.url.search).toBe(`?text=${other.id}&kind=reply&done=decided`);
  const bridge = await found(site, "bridge", "Bridge");
  const theirs = await publishReport(site, bridge, { title: "Under the bridge", source: "A tent." });
  for (const named of [theirs.id, "under-the-bridge", "nothing", "%"]) {
    const none = await moderator.get(`/desk/answers/held?${new URLSearchParams({ text: named })}`);
    expect([named, none.status]).toEqual([named, 422]);
    expect(textOf(none.html)).toContain("The collective has no such text.");
  }
  await answerTo(site.db, { ...about, report: theirs.id, collective: bridge.id }, amina, { state: "held" });
  expect((await moderator.get("/desk/answers")).html.match(/name="id\[\]"/g)).toHaveLength(2);
});

test("the collective answers in the language it was spoken to if it writes it, else in the text's, or as it chooses", async () => {
  const { site, url, as, harbour, about, amina } = await scene();
  await site.db
    .updateTable("collective")
    .set({ languages: ["en", "fr"] })
    .execute();
  const text = { title: "Les bateaux", language: "fr", source: "Personne n’est venu." };
  const { id: report } = await publishReport(site, harbour, text);
  const said = (language: string | null, wish: object = {}) =>
    answerTo(site.db, { ...about, report }, amina, { language, ...wish });
  const writer = await as("writer");
  const chosenAt = async (path: string) => {
    const [, field] = /<select[^>]* name="language">([\s\S]*?)<\/select>/.exec(
      (await writer.get(path)).html,
    )!;
    return /<option value="([^"]*)" selected/.exec(field!)?.[1];
  };
  const chosenFor = async (language: string | null) => chosenAt(`/desk/answer/${(await said(language)).id}`);
  expect(await Promise.all(["en-GB", "fr", "ti", null].map(chosenFor))).toEqual(["en", "fr", "fr", "fr"]);
  const asked = await said("ar");
  const send = (id: string, fields: Record<string, string>) =>
    writer.post(`/desk/answer/${id}/reply`, { action: "send", ...fields });
  const preview = await send(asked.id, { text: "كنا هناك.", language: "ar", action: "preview" });
  expect(preview.html).toMatch(/class="p-content said" lang="ar" dir="rtl"/);
  const { pathname } = (await send(asked.id, { text: "كنا هناك.", language: "ar" })).url;
  const note = `${url}/ap/notes/${pathname.split("/").at(-1)}`;
  const noted = async () => (await fetch(note, { headers: { accept: "application/activity+json" } })).json();
  expect(await noted()).toMatchObject({ contentMap: { ar: expect.stringContaining("<p>كنا هناك.</p>") } });
  expect(await chosenAt(pathname)).toBe("ar");
  await send(pathname.split("/").at(-1)!, { text: "كنا هناك أيضًا.", language: "<no language>" });
  expect(Object.keys((await noted()).contentMap)).toEqual(["ar"]);
  await send(pathname.split("/").at(-1)!, { text: "Nous y étions.", language: "fr" });
  expect(await noted()).toMatchObject({ contentMap: { fr: expect.stringContaining("Nous y étions.") } });
});

test("nobody sees or decides about the answers of another collective", async () => {
  const { site, url, held, stateOf } = await scene();
  const bridge = await found(site, "bridge", "Bridge");
  const stranger = await signedIn(url, await penOf(site, bridge, "keeper"));
  expect((await stranger.get(`/desk/answer/${held.id}`)).status).toBe(404);
  await stranger.post("/desk/answers/held", { "id[]": held.id, deed: "show" });
  await stranger.post("/desk/answers/held", { "id[]": held.id, deed: "delete" });
  expect(await stateOf(held)).toBe("held");
});

test("a list of blocked servers changes nothing before it was looked at", async () => {
  const { site, as } = await scene();
  const keeper = await as("keeper");
  const list = "#domain,#severity\nbad.example,suspend\n<b>,suspend\n";
  const compared = await keeper.post("/desk/blocks/compare", { list });
  expect(textOf(compared.html)).toContain("bad.example : Blocked");
  const blocked = () =>
    site.db.selectFrom("remote_host").select("host").where("block", "<>", "none").execute();
  expect(await blocked()).toEqual([]);
  await keeper.post("/desk/blocks/apply", { list });
  expect(await blocked()).toEqual([{ host: "bad.example" }]);
  const csv = await keeper.get("/desk/blocks/list.csv");
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect(csv.html).toContain("\nbad.example,suspend,true,true,,false\n");
  const ours = await keeper.post("/desk/blocks", { subject: site.config.host, severity: "blocked" });
  expect(ours.status).toBe(422);
  await keeper.post("/desk/blocks/lift", { subject: "bad.example" });
  expect(await blocked()).toEqual([]);
});
