// The wire at the desk: who may do what with what allies publish, what hostile allies get shown, and what stays of whoever reads.
import { randomUUIDv7 } from "node:crypto";
import { type SqlBool, sql } from "kysely";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Role } from "../../src/domain/pen.ts";
import { block, unblock } from "../../src/newsroom/blocks.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { type AllyScene, openAlliance } from "../support/ally.ts";
import { found, penOf, signedIn } from "../support/desk.ts";
import { fieldsOn } from "../support/desk_form.ts";
import { dump } from "../support/dump.ts";
import { activity, startPeer } from "../support/peer.ts";
import { spyingJpeg } from "../support/pictures.ts";
import { about, post, serve } from "../support/posts.ts";
import { textOf } from "../support/visitor.ts";

async function scene() {
  const here = await openAlliance();
  const { node, peer, alice, collective } = here;
  const as = async (role: Role) => signedIn(node.url, await penOf(node.site, collective, role, role));
  /** Alice publishes something; it is on the wire now, under that UUID. */
  async function publish(more: Record<string, unknown> = {}) {
    const written = post(peer, alice, { type: "Article", name: "The gate", ...more });
    await here.say(alice, about(peer, alice, "Create", written));
    const { id } = (await here.wire()).find(({ uri }) => uri === written.id)!;
    return { written, id, at: `/desk/wire/${id}` };
  }
  return { ...here, url: node.url, site: node.site, as, publish };
}

/** The headings of a list, in its order. */
function titlesOn(html: string): string[] {
  return [...html.matchAll(/<h[23] class="what">(.*?)<\/h[23]>/gs)].map(([, title]) => textOf(title!).trim());
}

test("a writer reads the wire, marks it as read for everybody, and passes nothing on", async () => {
  const { as, publish, wire, announced } = await scene();
  const [gate, sea] = [
    await publish(),
    await publish({ name: "The sea", content: "<p>High <b>tide</b></p>" }),
  ];
  const writer = await as("writer");
  const { html } = await writer.get("/desk/wire");
  expect(titlesOn(html)).toEqual(["The sea", "The gate"]);
  expect(html).toContain("<p>High <b>tide</b></p>");
  expect(textOf(html)).toContain("Unread (2)");
  for (const deed of ["repost", "undo", "decline"]) {
    expect(html).not.toContain(`/${deed}"`);
    expect((await writer.post(`${gate.at}/${deed}`)).status).toBe(403);
  }
  expect(await announced()).toEqual([]);
  const back = "/desk/wire?part=unread";
  const after = await writer.post(`${sea.at}/read`, { back });
  expect(after.url.pathname + after.url.search).toBe("/desk/wire?part=unread&done=read");
  expect(titlesOn(after.html)).toEqual(["The gate"]);
  const forged = await writer.post(`${gate.at}/read`, { back: "https://evil.example/desk/wire" });
  expect(forged.url.pathname).toBe(gate.at);
  expect(await wire({ unread: true })).toEqual([]);
});

test("a list is narrowed by ally, tag, language and kind, goes on, and is marked as read where it stands", async () => {
  const here = await scene();
  const { as, publish, ally, peer, site, collective, wire } = here;
  const bob = peer.actor("bob");
  await ally(bob);
  const tag = [{ type: "Hashtag", name: "#FreedomOfMovement" }];
  await publish({ name: "بحر", contentMap: { ar: "<p>بحر</p>" }, tag, genre: "call-out" });
  const { id } = await publish();
  await here.say(bob, about(peer, bob, "Create", post(peer, bob, { content: "<p>A short word</p>" })));
  const reader = await as("writer");
  const titles = async (question: string) => titlesOn((await reader.get(`/desk/wire${question}`)).html);
  const ask = (name: string, value: string) => titles(`?${new URLSearchParams({ [name]: value })}`);
  expect(await titles("?ally=&tag=&language=&kind=")).toEqual(["A short word", "The gate", "بحر"]);
  expect(await ask("ally", bob.id)).toEqual(["A short word"]);
  expect(await ask("tag", "freedom of movement")).toEqual(["بحر"]);
  expect(await ask("language", "ar")).toEqual(["بحر"]);
  expect(await ask("kind", "call-out")).toEqual(["بحر"]);
  expect(await titles("?kind=call-out&language=en")).toEqual([]);
  const odd = await reader.get("/desk/wire?tag=a&tag=b&ally=%3Cscript%3E&language=%22&part=nothing");
  expect([odd.status, odd.html.includes("<script")]).toEqual([200, false]);
  expect(textOf(odd.html)).toContain("Nothing on the wire is like that.");

  // A fuller wire: one after another, a minute apart, before all of these.
  for (const minute of Array.from({ length: 45 }, (_, position) => position + 1))
    await older(here, id, minute);
  const seen: string[] = [];
  let [path, pages] = ["/desk/wire?language=", 0];
  for (; path !== ""; pages += 1) {
    const { html } = await reader.get(path);
    seen.push(...titlesOn(html));
    path = /<a href="([^"]*)" rel="next">/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  }
  expect([pages, seen.length, new Set(seen).size]).toEqual([3, 48, 48]);
  expect(seen.slice(-2)).toEqual(["Older 44", "Older 45"]);
  expect((await reader.get("/desk/wire/before/nowhere")).status).toBe(404);

  // What is narrowed is marked as far as it is in sight, the whole wire from its first on.
  const form = /<form method="post" action="\/desk\/wire\/read">[\s\S]*?<\/form>/;
  const send = async (question: string) => {
    const sent = form.exec((await reader.get(`/desk/wire${question}`)).html)![0];
    const fields = [...sent.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name, value]): [string, string] => [name!, value!],
    );
    await reader.post("/desk/wire/read", fields);
    return (await wire({ unread: true })).length;
  };
  expect(await send("?language=ar")).toBe(47);
  expect(await send("?kind=Article")).toBe(27);
  expect(await send("")).toBe(0);
  expect((await reader.post("/desk/wire/read", { from: "x", "id[]": ["x", collective.id] })).status).toBe(
    200,
  );
  expect(await site.db.selectFrom("wire_item").select("id").execute()).toHaveLength(48);
});

test("a moderator agrees to what a rule proposes, or declines, passes on with a word before it, and takes it back", async () => {
  const here = await scene();
  const { as, publish, alice, site, collective, url, announced } = here;
  await setRule(site, collective, alice.id, { rule: "propose" });
  const [gate, sea] = [await publish(), await publish({ name: "The sea" })];
  const moderator = await as("moderator");
  const first = await moderator.get("/desk/wire");
  expect(/<section class="proposals"[\s\S]*?<\/section>/.exec(first.html)![0]).toContain("The sea");
  expect(titlesOn(first.html)).toEqual(["The sea", "The gate"]);
  expect(textOf(first.html)).toContain("Proposals (2)");
  const declined = await moderator.post(`${sea.at}/decline`, { back: "/desk/wire" });
  expect(textOf(declined.html)).toContain("Turned down.");
  expect(await announced()).toEqual([]);

  const long = { introduction: `${"word ".repeat(1001)}<b>`, language: "en" };
  for (const [fields, sentence] of [
    [long, "longer than 5000 characters"],
    [{ introduction: "![x](https://e.example/x.png) <b>", language: "en" }, "can hold no pictures"],
    [{ introduction: "Read it. <b>", language: "nonsense!" }, "Choose a language from the list."],
  ] as const) {
    const again = await moderator.post(`${gate.at}/repost`, fields);
    expect([again.status, textOf(again.html)]).toEqual([422, expect.stringContaining(sentence)]);
    expect(textOf(again.html)).toContain(fields.introduction);
  }
  const said = await moderator.post(`${gate.at}/repost`, { introduction: "**Read** it.", language: "en" });
  expect(textOf(said.html)).toContain("Passed on. It is on its way");
  const [, page] = /href="(\/harbour\/reposts\/[^"]*)"/.exec(said.html)!;
  expect(await (await fetch(url + page!)).text()).toContain("<strong>Read</strong> it.");
  await moderator.post(`${gate.at}/repost`);
  expect(await announced()).toEqual([gate.written.id]);
  expect((await moderator.get("/desk/wire")).html).toContain(`${gate.at}/undo`);
  const undone = await moderator.post(`${gate.at}/undo`);
  expect(textOf(undone.html)).toContain("Taken back.");
  expect((await fetch(url + page!)).status).toBe(410);
  expect((await moderator.post(`${sea.at}/undo`)).status).toBe(404);
});

test("what went wrong when passing on is said in a sentence, and what was typed is kept", async () => {
  const here = await scene();
  const { as, publish, peer, alice, site, announced } = here;
  const [gate, sea] = [await publish(), await publish({ name: "The sea" })];
  const moderator = await as("moderator");
  const typed = { introduction: "Come <and> read.", language: "en" };
  await block(site, alice.id);
  const refused = await moderator.post(`${gate.at}/repost`, typed);
  expect(refused.status).toBe(422);
  expect(textOf(refused.html)).toContain("It cannot be passed on");
  expect(textOf(refused.html)).toContain(typed.introduction);
  await unblock(site, alice.id);
  // Meanwhile it has become an answer, or is nowhere.
  serve(peer, { ...gate.written, inReplyTo: here.text });
  const gone = await moderator.post(`${gate.at}/repost`, typed);
  expect([gone.status, textOf(gone.html)]).toEqual([410, expect.stringContaining("so it was not passed on")]);
  expect(await announced()).toEqual([]);

  // Edited and deleted where it came from: the desk says so.
  const updated = new Date(Date.now() + 1000).toISOString();
  const change = { ...sea.written, name: "The calm sea", updated };
  serve(peer, change);
  await here.say(alice, about(peer, alice, "Update", change));
  const changed = await moderator.get(sea.at);
  expect(textOf(changed.html)).toContain("The calm sea");
  expect(textOf(changed.html)).toContain("changed ");
  await here.say(alice, activity(peer, alice, "Delete", sea.written.id));
  const deleted = await moderator.get(sea.at);
  expect([deleted.status, textOf(deleted.html)]).toEqual([
    410,
    expect.stringContaining("Its author has deleted it."),
  ]);
  expect(titlesOn((await moderator.get("/desk/wire")).html)).toEqual([]);
});

test("nothing that an ally writes becomes markup, a request, or a way to choose what this node fetches", async () => {
  const here = await scene();
  const { as, publish, peer, url } = here;
  const trap = await startPeer();
  const src = (path: string) => `${trap.url}${path}`;
  peer.serves.set("/boat.jpg", { body: await spyingJpeg(), type: "image/jpeg" });
  const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;
  const { at } = await publish({
    name: evil,
    summary: evil,
    content: `<p onclick="alert(3)">Words</p><a href="javascript:alert(4)">x</a><iframe src="${src("/frame")}"></iframe>
      <img src="${peer.url}/boat.jpg" alt='${evil.replaceAll("'", "")}'><img src="file:///etc/passwd"><img src="${src("/none.png")}">
      <link rel=prefetch href="${src("/link")}"><style>@import "${src("/style")}"</style></div></main></body>`,
    tag: [{ type: "Hashtag", name: `#${evil}` }],
    attachment: [
      { type: "Document", mediaType: "audio/ogg", url: src("/song.ogg"), name: evil },
      { type: "Link", href: "javascript:alert(5)" },
    ],
    url: "javascript:alert(6)",
  });
  const writer = await as("writer");
  for (const path of [at, "/desk/wire", `${at}/translate`]) {
    const { html, status } = await writer.get(path);
    expect(status).toBe(200);
    // Whatever is in quotation marks or between tags is text.
    const tags = [...html.matchAll(/<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>/gi)].map(([tag]) => tag);
    expect(
      tags.filter((tag) => /^<(script|iframe|style|link rel=.?prefetch|object|embed)/i.test(tag)),
    ).toEqual([]);
    const bare = tags.map((tag) => tag.replace(/ (?:alt|value|aria-label)="[^"]*"/g, ""));
    expect(bare.filter((tag) => /\son\w+=|="\s*javascript:/i.test(tag))).toEqual([]);
    const loaded = tags.flatMap((tag) => /\s(?:src|srcset|poster)="([^"]*)"/.exec(tag)?.[1] ?? []);
    expect(loaded.filter((one) => !one.startsWith("/"))).toEqual([]);
  }
  const picture = () => fetch(`${url}${at}/pictures/0`, { headers: cookies(writer) });
  await expect.poll(async () => (await picture()).status).toBe(200);
  // Nothing is fetched because somebody looks.
  const asked = peer.log.length + trap.log.length;
  const first = await fetch(`${url}${at}/pictures/0`, { headers: cookies(writer) });
  expect([first.status, first.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect(first.headers.get("x-content-type-options")).toBe("nosniff");
  expect(first.headers.get("cache-control")).toBe("private, max-age=600");
  expect(first.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(first.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect((await sharp(Buffer.from(await first.arrayBuffer())).metadata()).exif).toBeUndefined();
  // The second picture does not exist at its origin; no other place holds one.
  for (const position of ["1", "2", "99", "100", "-1", "0.0", "00x", trap.url]) {
    const path = `${at}/pictures/${encodeURIComponent(position)}`;
    expect((await fetch(url + path, { headers: cookies(writer) })).status).toBe(404);
  }
  expect([...new Set(trap.log.map(({ path }) => path))]).toEqual(["/none.png"]);
  expect(peer.log.length + trap.log.length).toBe(asked);
  // What could not be had is described, and not asked for by the browser either.
  const { html: shown } = await writer.get(at);
  expect(shown).toContain(`src="${at}/pictures/0"`);
  expect(shown).not.toContain(`${at}/pictures/1`);
  expect(shown).toContain("This picture is not kept here; it is with the original.");
});

test("a translation of an ally's text begins beside its original and says whose text it renders", async () => {
  const { as, publish, site, url } = await scene();
  const sea = "<p>Elle est haute.</p>";
  const { at, written } = await publish({ name: "La mer", content: sea, contentMap: { fr: sea } });
  const writer = await as("writer");
  const { html } = await writer.get(`${at}/translate`);
  expect(textOf(/<section class="original"[\s\S]*?<\/section>/.exec(html)![0])).toContain(
    "La mer Elle est haute.",
  );
  const typed = { ...fieldsOn(html), title: "The sea", text: "It is high." };
  const same = await writer.post("/desk/new", { ...typed, language: "fr", action: "publish" });
  expect([same.status, textOf(same.html)]).toEqual([422, expect.stringContaining("It is high.")]);
  const saved = await writer.post("/desk/new", { ...typed, action: "publish" });
  expect(saved.status).toBe(200);
  const source = await site.db.selectFrom("translation_source").selectAll().executeTakeFirstOrThrow();
  expect(source).toMatchObject({ uri: written.id, title: "La mer", language: "fr", attributed: "Alice" });
  const { slug } = await site.db
    .selectFrom("report")
    .select("slug")
    .where("id", "=", source.report)
    .executeTakeFirstOrThrow();
  expect(slug).toBe("the-sea");
  const { html: list } = await writer.get("/desk");
  const [, page] = /href="(\/harbour\/\d{4}\/\d\d\/the-sea)"/.exec(list)!;
  expect(await (await fetch(url + page!)).text()).toContain(`href="${source.url}"`);
});

test("before something is passed on, its word is looked at as it will stand on the site and go out, and nothing is kept or said", async () => {
  const here = await scene();
  const { as, publish, announced, site } = here;
  const { at, written } = await publish({
    name: '<b>"The gate"',
    content: "<p>It was closed.</p>",
    url: `${here.peer.url}/gate`,
  });
  const moderator = await as("moderator");
  const looking = { introduction: "Read **this**, <i>friends</i>.", language: "en", action: "preview" };
  expect((await (await as("writer")).post(`${at}/repost`, looking)).status).toBe(403);
  const { html, status } = await moderator.post(`${at}/repost`, looking);
  expect(status).toBe(200);
  const preview = /<div class="preview" id="preview">[\s\S]*?(?=<form)/.exec(html)![0];
  const read = textOf(preview);
  let place = 0;
  for (const next of [
    ...["How it will look", "On your site", "Harbour Watch", '<b>"The gate"', "Read this , <i>friends</i>."],
    ...[
      "It was closed.",
      "Alice",
      "Read it at",
      "In the fediverse",
      "Harbour Watch @harbour@",
      "Read this ,",
    ],
    ...[
      'RE: <b>"The gate"',
      "Harbour Watch has passed it on",
      "Alice @alice@",
      '<b>"The gate"',
      "It was closed.",
    ],
  ]) {
    const at = read.indexOf(next, place);
    expect([next, at >= place]).toEqual([next, true]);
    place = at + next.length;
  }
  expect(preview).not.toMatch(/<b>"|<i>|<img/);
  expect(fieldsIn(html, "introduction")).toBe(looking.introduction);
  const bare = await moderator.post(`${at}/repost`, { ...looking, introduction: " " });
  expect(textOf(bare.html)).toContain("The text itself is passed on, as its author’s:");
  expect(textOf(bare.html)).not.toContain("RE:");
  const wrong = await moderator.post(`${at}/repost`, { ...looking, introduction: "![x](/media/x.png)" });
  expect([wrong.status, wrong.html.includes('id="preview"')]).toEqual([422, false]);
  for (const table of ["repost", "introduction", "activity_form"] as const) {
    const kept = JSON.stringify(await site.db.selectFrom(table).selectAll().execute());
    expect(kept).not.toContain("friends");
  }
  expect(await announced()).toEqual([]);

  // What goes out is what was looked at.
  await moderator.post(`${at}/repost`, { ...looking, action: "" });
  expect(await announced()).toEqual([written.id]);
  const sent = await site.db.selectFrom("activity_form").select("body").execute();
  const notes = sent.map(({ body }) => JSON.parse(body)).filter(({ object }) => object?.type === "Note");
  expect(notes.map(({ object }) => preview.includes(object.content))).toEqual([true]);
});

test("beside a text stands what there is of it in other languages, ours, other allies’ and what it links, with a button for one more", async () => {
  const here = await scene();
  const { as, publish, ally, peer, alice, url } = here;
  const bob = peer.actor("bob");
  await ally(bob);
  const page = (name: string) => `${peer.url}/pages/${name}`;
  const line = (name: string, language: string) => `<a href="${page(name)}" hreflang="${language}">x</a>`;
  const inFrench = `<p>Elle est haute, ${line("none", "pt")}.</p>`;
  const sea = await publish({
    name: "La mer",
    content: `${inFrench}<p>${line("mare", "it")} · ${line("sea", "en")}</p>`,
    contentMap: { fr: inFrench },
    url: page("mer"),
  });
  const inEnglish = `<p>It is high.</p><p>${line("mer", "fr")}</p>`;
  const english = await publish({
    name: "The sea",
    content: inEnglish,
    contentMap: { en: inEnglish },
    url: page("sea"),
  });
  const meer = post(peer, bob, {
    type: "Article",
    name: "Das Meer",
    contentMap: { de: "<p>Hoch.</p>" },
    translationOfWork: sea.written.id,
  });
  await here.say(bob, about(peer, bob, "Create", meer));
  const other = await publish({ name: "Another", contentMap: { fr: "<p>Autre.</p>" } });
  const writer = await as("writer");
  const part = (html: string) =>
    textOf(/<section class="translations"[\s\S]*?<\/section>/.exec(html)?.[0] ?? "").trim();
  expect(part((await writer.get(other.at)).html)).toMatch(/Nobody has translated it yet, .* Translate$/);

  const typed = fieldsOn((await writer.get(`${sea.at}/translate`)).html);
  const draft = await writer.post("/desk/new", {
    ...typed,
    title: "O mar",
    text: "Alto.",
    language: "pt",
    action: "save",
  });
  const { html } = await writer.get(sea.at);
  const { host } = new URL(peer.url);
  expect(part(html)).toBe(
    `In other languages Portuguese ours: Draft German Bob English Alice Italian ${host} Translate`,
  );
  const meerAt = (await here.wire()).find(({ uri }) => uri === meer.id)!.id;
  for (const href of [draft.url.pathname, `/desk/wire/${meerAt}`, english.at, page("mare")])
    expect(html).toContain(`<a href="${href}" hreflang=`);
  expect(html).toMatch(/<form method="get" action="\/desk\/wire\/[0-9a-f-]+\/translate">/);
  // From either end, and in the list as well.
  expect(part((await writer.get(`/desk/wire/${meerAt}`)).html)).toContain(
    "Portuguese ours: Draft French Alice",
  );
  expect(part((await writer.get(english.at)).html)).toContain("French Alice");
  expect(textOf((await writer.get("/desk/wire")).html)).toContain("Portuguese ours: Draft German Bob");
  // Another desk sees nothing of our drafts.
  const bridge = await found(here.site, "bridge", "Bridge");
  const neighbour = await signedIn(url, await penOf(here.site, bridge));
  expect((await neighbour.get(sea.at)).status).toBe(404);

  // The draft, opened again, stands beside its original, for as long as anything is known of that.
  const beside = async () => {
    const { html } = await writer.get(draft.url.pathname);
    return textOf(/<section class="original"[\s\S]*?<\/section>/.exec(html)?.[0] ?? "").trim();
  };
  expect(await beside()).toContain("La mer Elle est haute");
  await here.say(alice, activity(peer, alice, "Delete", sea.written.id));
  expect(await beside()).toMatch(/Alice .* The original La mer$/);
});

test("signed out, or at the desk of another collective, nothing of the wire is there", async () => {
  const { publish, site, url, wire } = await scene();
  const { id, at } = await publish({ attachment: [{ type: "Image", url: "https://e.example/x.png" }] });
  const bridge = await found(site, "bridge", "Bridge");
  const neighbour = await signedIn(url, await penOf(site, bridge, "keeper"));
  expect(titlesOn((await neighbour.get("/desk/wire")).html)).toEqual([]);
  for (const path of [at, `${at}/pictures/0`, `${at}/translate`]) {
    const theirs = await neighbour.get(path);
    const unknown = await neighbour.get(path.replace(id, randomUUIDv7()));
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    const stranger = await fetch(url + path, { redirect: "manual" });
    expect([stranger.status, await stranger.text()]).toEqual([303, expect.not.stringContaining("The gate")]);
  }
  for (const deed of ["read", "repost", "undo", "decline"]) {
    expect((await neighbour.post(`${at}/${deed}`)).status).toBe(404);
  }
  await neighbour.post("/desk/wire/read", { "id[]": id });
  expect((await wire({ unread: true })).map((item) => item.id)).toEqual([id]);
});

test("who at the desk has read, passed on or declined is kept nowhere and told to nobody", async () => {
  const here = await scene();
  const { publish, site, url, peer, alice, collective, said } = here;
  await setRule(site, collective, alice.id, { rule: "propose" });
  const [gate, sea, hill] = [
    await publish(),
    await publish({ name: "Sea" }),
    await publish({ name: "Hill" }),
  ];
  const pen = await penOf(site, collective, "keeper", "lighthouse-label");
  const somebody = await signedIn(url, pen);
  peer.log.length = 0;
  await somebody.get("/desk/wire");
  await somebody.get(gate.at);
  await somebody.post(`${gate.at}/repost`, { introduction: "Read it.", language: "en" });
  await somebody.post(`${sea.at}/decline`);
  await somebody.post(`${hill.at}/read`);
  await expect.poll(() => said("Announce").length).toBeGreaterThan(0);

  const kept = await site.db.selectFrom("pen").selectAll().execute();
  const traces = [
    ...kept.flatMap((one) => [one.id, one.id.replaceAll("-", ""), one.label, one.words.toString("hex")]),
    ...[...somebody.cookies.values()].flatMap((value) => decodeURIComponent(value).split(".")),
  ];
  const holding = (await dump(site.db))
    .filter(({ row }) => traces.some((trace) => row.includes(trace)))
    .map(({ table }) => table);
  expect(holding.filter((name) => !/^(pen|session|invitation)$/.test(name))).toEqual([]);
  expect(holding).toContain("pen");
  const told = peer.log.map(({ path, headers, body }) => `${path}\n${JSON.stringify(headers)}\n${body}`);
  expect(told.filter((one) => traces.some((trace) => one.includes(trace)))).toEqual([]);
  expect(told.filter((one) => /"(?:referer|cookie|accept-language)"/.test(one))).toEqual([]);
});

/** What stands in a text field of a page. */
function fieldsIn(html: string, name: string): string {
  const [, text] = new RegExp(`<textarea[^>]* name="${name}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(html)!;
  return text!.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

function cookies({ cookies }: { cookies: Map<string, string> }) {
  return { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
}

/** Another text of alice's, so many minutes before all that she has said. */
async function older({ node: { site } }: AllyScene, id: string, minutes: number): Promise<void> {
  const columns = await sql<{ name: string }>`
    select column_name as name from information_schema.columns where table_name = 'wire_item'`.execute(
    site.db,
  );
  const values: Record<string, ReturnType<typeof sql>> = {
    id: sql`${randomUUIDv7()}::uuid`,
    uri: sql`uri || ${`-${minutes}`}`,
    name: sql`${`Older ${minutes}`}`,
    published: sql`published - ${`${minutes} minutes`}::interval`,
  };
  const names = columns.rows.map(({ name }) => name);
  await site.db.transaction().execute(async (db) => {
    await sql`
      insert into wire_original select (jsonb_populate_record(o, jsonb_build_object('uri', uri || ${`-${minutes}`}::text))).*
      from wire_original o where uri = (select uri from wire_item where id = ${id})`.execute(db);
    await sql`
      insert into wire_item (${sql.join(names.map((name) => sql.ref(name)))})
      select ${sql.join(names.map((name) => values[name] ?? sql.ref(name)))} from wire_item where ${sql<SqlBool>`id = ${id}`}`.execute(
      db,
    );
  });
}
