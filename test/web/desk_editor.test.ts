// The editor over real sockets: writing, pictures, publishing, and everything that must not lose what was typed.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishDue } from "../../src/newsroom/publish.ts";
import { endSessionsEverywhere } from "../../src/newsroom/sessions.ts";
import type { Site } from "../../src/site.ts";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { fieldsOn, sendFiles } from "../support/desk_form.ts";
import { followedFrom, SetClock, saidAbout } from "../support/newsroom.ts";
import { movingGif, pngBomb, spyingJpeg, twoColours } from "../support/pictures.ts";
import { hiddenFields, textOf } from "../support/visitor.ts";

async function openDesk(options: Parameters<typeof startDesk>[0] = {}) {
  const { site, url } = await startDesk(options);
  const collective = await found(site);
  const pen = await penOf(site, collective);
  return { site, url, collective, pen, nour: await signedIn(url, pen) };
}

const report = {
  kind: "report",
  language: "en",
  title: "Tents cleared at dawn",
  lead: "Forty people lost their shelter.",
  text: "They came at **six**.\n\nNobody was told where to go.",
  tags: "Evictions، Calais",
  links: "https://example.org/donate Donate\nhttps://example.org/map",
};

function texts({ db }: Site) {
  return db.selectFrom("report").selectAll().orderBy("id").execute();
}

test("a report is kept as a draft that only the desk sees, then published with tags and links", async () => {
  const { site, nour, url } = await openDesk();
  expect((await nour.get("/desk/new")).html).toContain('name="title"');
  const saved = await nour.post("/desk/new", { ...report, action: "save" });
  const [draft] = await texts(site);
  const path = `/desk/texts/${draft!.id}`;
  expect(saved.url.pathname).toBe(path);
  expect(textOf(saved.html)).toContain("Only the pens of your collective see it.");
  expect(draft!.state).toBe("draft");
  const front = async () => (await fetch(`${url}/harbour`)).text();
  expect(await front()).not.toContain("Tents cleared");

  const published = await nour.post(path, { ...fieldsOn(saved.html), action: "publish" });
  expect(published.url.pathname).toBe(`${path}/deliveries`);
  expect(textOf(published.html)).toContain("on its way to other servers");
  expect(await front()).toContain("Tents cleared at dawn");
  const edited = await nour.get(path);
  expect(edited.html).toContain('value="Evictions, Calais"');
  expect(edited.html).toContain("https://example.org/donate Donate");
  const listed = await nour.get("/desk/published");
  expect(listed.html).toContain("Tents cleared at dawn");
  expect((await nour.get("/desk/draft")).html).not.toContain("Tents cleared at dawn");
});

test("whatever is wrong with a form, it comes back with everything that was typed", async () => {
  const { site, nour } = await openDesk();
  const typed = { ...report, title: "", links: "nowhere Home\nhttps://example.org", tags: "…, Calais" };
  const shown = await nour.post("/desk/new", { ...typed, action: "publish" });
  expect(shown.status).toBe(422);
  const read = textOf(shown.html);
  expect(read).toContain("The title is missing.");
  expect(read).toContain("“nowhere” is not a link");
  expect(read).toContain("“…” cannot be a tag");
  expect(fieldsOn(shown.html)).toMatchObject({ text: report.text, lead: report.lead, links: typed.links });
  expect(await texts(site)).toEqual([]);
});

test("pictures that can be shown are taken in, described and moved; the others get a sentence and lose nothing", async () => {
  const { site, nour } = await openDesk();
  const jpeg = await spyingJpeg();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const shown = await sendFiles(nour, "/desk/new", { ...report, action: "publish" }, [
    { name: "march.jpg", bytes: jpeg },
    { name: "dance.gif", bytes: await movingGif() },
    { name: "drawing.svg", bytes: svg },
    { name: "bomb.png", bytes: pngBomb() },
    { name: "torn.jpg", bytes: jpeg.subarray(0, jpeg.length / 3) },
    { name: "long.jpg", bytes: Buffer.concat([jpeg, Buffer.alloc(30_000_000)]) },
    { name: "polyglot.jpg", bytes: Buffer.from("GIF89a=1/*<script>alert(1)</script>*/;") },
  ]);
  expect(shown.status).toBe(422);
  const read = textOf(shown.html);
  for (const sentence of [
    "drawing.svg: a drawing (SVG) may hold programs",
    "bomb.png: it has too many pixels",
    "torn.jpg: it cannot be read",
    "long.jpg: larger than 25 MB",
    "polyglot.jpg: it cannot be read",
  ]) {
    expect(read).toContain(sentence);
  }
  expect(await texts(site)).toEqual([]);
  const fields = fieldsOn(shown.html);
  expect(fields).toMatchObject({ title: report.title, lead: report.lead });
  const names = [...fields.text!.matchAll(/!\[\]\((\/media\/[0-9a-f]{32}\.\w+)\)/g)].map(([, name]) => name);
  expect(names).toHaveLength(2);
  expect(fields.text!.startsWith(report.text)).toBe(true);

  const undescribed = await nour.post("/desk/new", { ...fields, action: "publish" });
  expect(textOf(undescribed.html)).toContain("Picture 1 has no description.");
  const described = { ...fields, "alt-0": "A march [in] Calais", "alt-1": "Somebody dances" };
  const moved = await nour.post("/desk/new", { ...described, action: "down:0" });
  const after = fieldsOn(moved.html);
  expect([after["picture-0"], after["picture-1"]]).toEqual([names[1], names[0]]);
  expect(after.text).toContain(`![Somebody dances](${names[1]})\n\n![A march \\[in\\] Calais](${names[0]})`);
  await nour.post("/desk/new", { ...after, cover: names[0]!, action: "publish" });
  const [text] = await texts(site);
  expect(text!.html).toContain('alt="A march [in] Calais"');
  const removed = await nour.post("/desk/new", { ...after, action: "remove:1" });
  expect(fieldsOn(removed.html).text).toBe(`${report.text}\n\n![Somebody dances](${names[1]})`);
  await expect.poll(() => readdir(join(site.config.dataDir, "tmp"))).toEqual([]);
});

test("what is uploaded is bounded: files beyond the twelfth are not kept, and an aborted form leaves nothing", async () => {
  const { site, nour, url } = await openDesk();
  const small = await twoColours(40, 30).png().toBuffer();
  const files = Array.from({ length: 14 }, (_, n) => ({ name: `${n}.png`, bytes: small }));
  const shown = await sendFiles(nour, "/desk/new", { ...report, action: "pictures" }, files);
  expect(textOf(shown.html)).toContain("more than 12 files at once");
  expect([...fieldsOn(shown.html).text!.matchAll(/!\[\]/g)]).toHaveLength(12);

  const leaving = new AbortController();
  const cookie = [...nour.cookies].map((pair) => pair.join("=")).join("; ");
  const endless = new ReadableStream({
    start(controller) {
      const head = '--x\r\ncontent-disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n';
      controller.enqueue(new TextEncoder().encode(head + "y".repeat(200_000)));
    },
  });
  const sent = fetch(`${url}/desk/new`, {
    method: "POST",
    body: endless,
    duplex: "half",
    signal: leaving.signal,
    headers: { cookie, origin: url, "content-type": "multipart/form-data; boundary=x" },
  } as RequestInit).catch(() => "left");
  const left = () => readdir(join(site.config.dataDir, "tmp"));
  await expect.poll(left).toHaveLength(1);
  leaving.abort();
  expect(await sent).toBe("left");
  await expect.poll(left).toEqual([]);
});

test("a file of 200 MB passes by without being held, and what was typed is still there", async () => {
  const { nour, url } = await openDesk();
  const part = (name: string, more = "") =>
    `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const head = `${part("title")}${report.title}\r\n${part("files", '; filename="film.jpg"')}`;
  const tail = `\r\n${part("text")}${report.text}\r\n${part("action")}save\r\n--x--\r\n`;
  const chunk = new Uint8Array(1_000_000).fill(1);
  let left = 200;
  let most = 0;
  const before = process.memoryUsage().arrayBuffers;
  const body = new ReadableStream(
    {
      start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
      pull(controller) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        if (left > 0) controller.enqueue(chunk.slice());
        else controller.enqueue(new TextEncoder().encode(tail));
        if (left === 0) controller.close();
        left -= 1;
      },
    },
    { highWaterMark: 1 },
  );
  const headers = { origin: url, "content-type": "multipart/form-data; boundary=x" };
  const shown = await nour.ask("/desk/new", { method: "POST", body, duplex: "half", headers } as RequestInit);
  expect(shown.status).toBe(422);
  expect(textOf(shown.html)).toContain("film.jpg: larger than 25 MB");
  expect(fieldsOn(shown.html)).toMatchObject({ title: report.title, text: report.text });
  expect(most).toBeLessThan(150_000_000);
});

test("when a session has ended, the text goes on its way after signing in, and lost pictures are asked for again", async () => {
  const { site, nour, pen } = await openDesk();
  await endSessionsEverywhere(
    site,
    (await site.db.selectFrom("pen").select("id").executeTakeFirstOrThrow()).id,
  );
  const door = await sendFiles(nour, "/desk/new", { ...report, action: "publish" }, [
    { name: "a.png", bytes: await twoColours(40, 30).png().toBuffer() },
  ]);
  expect(door.status).toBe(403);
  expect(await texts(site)).toEqual([]);
  const kept = hiddenFields(door.html);
  const again = await nour.post("/desk/sign-in", [...kept, ["door-words", pen.words.join(" ")]]);
  expect(again.url.pathname).toBe("/desk/new");
  expect(textOf(again.html)).toContain("choose the pictures again");
  expect(fieldsOn(again.html)).toMatchObject({ title: report.title, text: report.text });
  expect(await texts(site)).toEqual([]);
});

test("of two people who change a text at once, the second is shown both versions and loses nothing", async () => {
  const { site, url, collective, nour } = await openDesk();
  const sami = await signedIn(url, await penOf(site, collective, "writer", "office"));
  const saved = await nour.post("/desk/new", { ...report, action: "save" });
  const path = saved.url.pathname;
  const fields = fieldsOn((await sami.get(path)).html);
  await nour.post(path, { ...fields, text: "They came at seven.", title: "Cleared", action: "save" });
  const shown = await sami.post(path, { ...fields, text: "They came at eight o’clock.", action: "save" });
  expect(shown.status).toBe(422);
  expect(shown.html).toMatch(/<mark class="theirs"[^>]*>[^<]*seven/);
  expect(shown.html).toMatch(/<mark class="yours"[^>]*>[^<]*eight/);
  const mine = fieldsOn(shown.html);
  expect(mine).toMatchObject({ title: report.title, text: "They came at eight o’clock." });
  expect((await texts(site))[0]!.source).toBe("They came at seven.");
  await sami.post(path, { ...mine, title: "Cleared", action: "save" });
  expect((await texts(site))[0]).toMatchObject({ source: "They came at eight o’clock.", title: "Cleared" });
});

test("a scheduled text appears when its time has come and not before; strangers cannot tell it from nothing", async () => {
  const clock = new SetClock("2026-03-01T08:00:00Z");
  const { site, nour, url } = await openDesk({ clock });
  const dated = { ...report, date: "2026-03-01", time: "08:02" };
  const late = await nour.post("/desk/new", { ...dated, time: "07:59", action: "schedule" });
  expect(textOf(late.html)).toContain("This moment has passed.");
  const undated = await nour.post("/desk/new", { ...report, action: "schedule" });
  expect(textOf(undated.html)).toContain("Say when it is to appear.");
  const shown = await nour.post("/desk/new", { ...dated, action: "schedule" });
  expect(textOf(shown.html)).toContain("Appears on 2026-03-01 08:02 UTC.");
  const [text] = await texts(site);
  const addresses = [`/harbour/2026/03/${text!.slug}`, `/ap/articles/${text!.id}`];
  const none = ["/harbour/2026/03/nothing-here", "/ap/articles/0199d2a0-0000-7000-8000-00000000000a"];
  for (const [at, address] of addresses.entries()) {
    const [one, other] = await Promise.all([address, none[at]!].map((path) => fetch(url + path)));
    expect(one!.status).toBe(404);
    expect((await one!.text()).replaceAll(address, "")).toBe((await other!.text()).replaceAll(none[at]!, ""));
  }
  expect((await fetch(`${url}/desk/texts/${text!.id}`, { redirect: "manual" })).status).toBe(303);
  clock.set("2026-03-01T08:01:59Z");
  expect(await publishDue(site)).toBe(0);
  clock.set("2026-03-01T08:02:00Z");
  expect(await publishDue(site)).toBe(1);
  expect((await fetch(url + addresses[0])).status).toBe(200);
});

test("previews show the page and the fediverse to the desk alone, and lead back with everything that was typed", async () => {
  const { site, nour } = await openDesk();
  const page = await nour.post("/desk/new", { ...report, action: "preview" });
  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.html).toContain("They came at <strong>six</strong>.");
  const kept = hiddenFields(page.html);
  const elsewhere = await nour.post("/desk/new", [...kept, ["action", "elsewhere"]]);
  const read = textOf(elsewhere.html);
  expect(read).toContain("【Tents cleared at dawn】");
  expect(read).toContain("Mastodon shows title, lead and link");
  const back = await nour.post("/desk/new", [...hiddenFields(elsewhere.html), ["action", "write"]]);
  expect(fieldsOn(back.html)).toMatchObject({ title: report.title, text: report.text, links: report.links });
  expect(await texts(site)).toEqual([]);
});

test("a published text is corrected, withdrawn and deleted; each time the other servers are told", async () => {
  const { site, nour, url, collective } = await openDesk();
  await followedFrom(site, collective, ["one.example", "two.example"]);
  await nour.post("/desk/new", { ...report, action: "publish" });
  const [text] = await texts(site);
  const path = `/desk/texts/${text!.id}`;
  const fields = fieldsOn((await nour.get(path)).html);
  const revised = await nour.post(path, { ...fields, lead: "Sixty people lost it.", action: "revise" });
  expect(textOf(revised.html)).toContain("Delivered to 0 of 2 servers");
  await site.db.updateTable("delivery").set({ state: "delivered" }).execute();
  const asked = await nour.get(`${path}/withdraw`);
  expect(textOf(asked.html)).toContain("deliveries so far: 2");
  const withdrawn = await nour.post(`${path}/withdraw`);
  expect(textOf(withdrawn.html)).toContain("0 of 2 servers have confirmed that they deleted it");
  expect((await saidAbout(site, text!.id)).map(({ type }) => type)).toEqual(["Create", "Update", "Delete"]);
  expect((await fetch(`${url}/ap/articles/${text!.id}`)).status).toBe(410);
  expect(textOf((await nour.get(path)).html)).toContain("It cannot be changed, only deleted.");
  const deleted = await nour.post(`${path}/delete`);
  expect(textOf(deleted.html)).toContain("Deliveries of a text that was deleted");
  expect(await texts(site)).toEqual([]);
  expect(textOf((await nour.get("/desk/deliveries")).html)).toContain("A text that was deleted");
});

test("why something was not delivered is said in the language of the page, and it can be sent again", async () => {
  const { site, nour, collective } = await openDesk();
  await followedFrom(site, collective, ["one.example"]);
  await nour.post("/desk/new", { ...report, action: "publish" });
  const [text] = await texts(site);
  const path = `/desk/texts/${text!.id}/deliveries`;
  await site.db.updateTable("delivery").set({ state: "failed", last_status: 413, attempts: 3 }).execute();
  const french = await nour.get(path, { "accept-language": "fr" });
  expect(textOf(french.html)).toContain("Le serveur n’accepte rien d’aussi grand. (413)");
  const again = await nour.post(`${path}/again`);
  expect(textOf(again.html)).toContain("It is being sent again.");
  expect(await site.db.selectFrom("delivery").select("state").execute()).toEqual([{ state: "pending" }]);
});

test("where a second pen is wanted, one proposes and another agrees; nobody can publish alone", async () => {
  const { site, url, nour, collective } = await openDesk();
  await site.db.updateTable("collective").set({ second_pen: true }).execute();
  const sami = await signedIn(url, await penOf(site, collective, "writer", "office"));
  expect((await nour.get("/desk/new")).html).not.toContain('value="publish"');
  const alone = await nour.post("/desk/new", { ...report, action: "publish" });
  expect(alone.status).toBe(422);
  const proposed = await nour.post("/desk/new", { ...report, action: "propose" });
  expect(textOf(proposed.html)).toContain("Another pen must agree to it.");
  const path = proposed.url.pathname;
  const own = await nour.post(`${path}/agree`, { revision: "1" });
  expect(own.status).toBe(422);
  expect(textOf((await sami.get(path)).html)).toContain("Another pen has proposed this text.");
  const agreed = await sami.post(`${path}/agree`, { revision: "1" });
  expect(agreed.url.pathname).toBe(`${path}/deliveries`);
  expect((await texts(site))[0]!.state).toBe("published");
});

test("a translation is written beside its original and joins it", async () => {
  const { site, nour } = await openDesk();
  await nour.post("/desk/new", { ...report, action: "publish" });
  const [original] = await texts(site);
  const form = await nour.get(`/desk/new/translation/${original!.id}`);
  expect(form.html).toMatch(/class="original"[\s\S]*They came at <strong>six<\/strong>/);
  const fields = { ...fieldsOn(form.html), title: "Tentes", text: "À six heures.", language: "fr" };
  const saved = await nour.post("/desk/new", { ...fields, action: "save" });
  const beside = /class="original"[\s\S]*They came at <strong>six<\/strong>/;
  expect((await nour.get(saved.url.pathname)).html).toMatch(beside);
  expect((await nour.get(`/desk/texts/${original!.id}`)).html).not.toContain('class="original"');
  const wrong = await nour.post(saved.url.pathname, {
    ...fieldsOn(saved.html),
    title: "",
    action: "publish",
  });
  expect(wrong.html).toMatch(beside);
  await nour.post(saved.url.pathname, { ...fieldsOn(saved.html), action: "publish" });
  const all = await texts(site);
  expect(new Set(all.map(({ translation_set }) => translation_set)).size).toBe(1);
  expect((await nour.get(`/desk/texts/${original!.id}`)).html).toContain("Français".toLowerCase());
});

test("nobody reads, changes or translates what another collective has not published", async () => {
  const { site, url, nour } = await openDesk();
  await nour.post("/desk/new", { ...report, action: "save" });
  const [draft] = await texts(site);
  const hills = await found(site, "hills", "The Hills");
  const stranger = await signedIn(url, await penOf(site, hills));
  for (const place of ["", "/preview", "/preview/elsewhere", "/deliveries", "/withdraw", "/delete"]) {
    expect((await stranger.get(`/desk/texts/${draft!.id}${place}`)).status).toBe(404);
  }
  for (const place of ["", "/agree", "/unschedule", "/withdraw", "/delete", "/deliveries/again"]) {
    const sent = await stranger.post(`/desk/texts/${draft!.id}${place}`, { ...report, action: "publish" });
    expect(sent.status).toBe(404);
  }
  expect((await stranger.get(`/desk/new/translation/${draft!.id}`)).status).toBe(404);
  const joined = await stranger.post("/desk/new", { ...report, translation: draft!.id, action: "save" });
  expect(textOf(joined.html)).toContain("There is no such text here.");
  expect((await texts(site)).map(({ state }) => state)).toEqual(["draft"]);
});

test("a keeper changes the profile: name, colour and picture are seen at once, a writer may not", async () => {
  const { site, url, nour, collective } = await openDesk();
  const fields = {
    name: "Harbour & Hill",
    summary: "We watch the harbour.",
    "language-0": "ar",
    "language-1": "en",
    "field-0": "Telephone",
    "value-0": "+33 1",
    "own-colour": "yes",
    colour: "#ffee00",
    discoverable: "yes",
    "form-call-out": "Note",
    replies: "open",
    "icon-alt": "A tern",
  };
  const icon = { name: "icon.png", bytes: await twoColours(400, 400).png().toBuffer(), field: "icon" };
  const bad = await sendFiles(nour, "/desk/profile", fields, [{ ...icon, bytes: Buffer.from("no picture") }]);
  expect(bad.status).toBe(422);
  expect(bad.html).toContain('value="Harbour &amp; Hill"');
  const saved = await sendFiles(nour, "/desk/profile", fields, [icon]);
  expect(saved.status).toBe(200);
  const now = await site.db.selectFrom("collective").selectAll().executeTakeFirstOrThrow();
  expect(now).toMatchObject({
    name: "Harbour & Hill",
    languages: ["ar", "en"],
    accent: "#ffee00",
    indexable: false,
    wire_forms: { "call-out": "Note" },
    reply_policy: "open",
  });
  expect(now.icon).not.toBeNull();
  const page = await (await fetch(`${url}/harbour`)).text();
  expect(page).toContain('href="/assets/accent/ffee00.css"');
  const styles = await fetch(`${url}/assets/accent/ffee00.css`);
  expect(styles.headers.get("content-type")).toContain("text/css");
  expect(await styles.text()).toMatch(/^:root\{--accent:#[0-9a-f]{6};--on-accent:#fff\}/);
  expect((await fetch(`${url}/assets/accent/red;}.css`)).status).toBe(404);
  const writer = await signedIn(url, await penOf(site, collective, "writer", "office"));
  expect((await writer.get("/desk/profile")).status).toBe(403);
});
