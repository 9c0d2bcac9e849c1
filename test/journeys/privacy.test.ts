// Two nodes and nobody else: everything that allies do with each other, while every byte between them is written down and read.
import { beforeAll, describe, expect, test } from "vitest";
import { askHosts } from "../../federation/host_software.ts";
import type { Collective } from "../../src/db/collective.ts";
import type { Role } from "../../src/domain/pen.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import type { NewPen } from "../../src/newsroom/pens.ts";
import type { Site } from "../../src/site.ts";
import { penOf, signIn } from "../support/desk.ts";
import { fieldsOn, sendFiles } from "../support/desk_form.ts";
import { dump } from "../support/dump.ts";
import { startTestNode } from "../support/node.ts";
import { type Outgoing, watchOutgoing } from "../support/outgoing.ts";
import { planted, spyingJpeg } from "../support/pictures.ts";
import { unfinished } from "../support/scene.ts";
import { type Overheard, startTap, type Tap } from "../support/tap.ts";
import { hiddenFields, type Shown, textOf, type Visitor, visitor } from "../support/visitor.ts";

/** Somebody at a desk, with a browser that says a lot about them. */
interface Somebody extends Visitor {
  pen: NewPen;
}

interface Here {
  site: Site;
  collective: Collective;
  /** Where its people go; other servers go to the tap. */
  door: string;
  tap: Tap;
  handle: string;
  as(role: Role, label: string): Promise<Somebody>;
}

/** What a browser says of whoever uses it. */
const browser = {
  "user-agent": "PlantedBrowser/7.3",
  "accept-language": "en, qaa-planted;q=0.1",
  referer: "https://planted-referrer.example/page",
  "x-forwarded-for": "203.0.113.77",
};
const labels = ["lamp-of-nour", "lamp-of-sami", "lamp-of-ada", "lamp-of-bo", "lamp-of-cleo"] as const;
/** What nobody but the desk it was typed at may see. */
const unsaid = {
  draft: "Quokka draft nobody reads",
  later: "Quokka next summer",
  proposal: "Quokka for a second pen",
  introduction: "Quokka word never sent",
  previewed: "Quokka word looked at only",
  filter: "quokkafilter",
  tag: "quokkarule",
  removed: "Quokka line taken out before publishing",
};

const over: (() => Promise<void>)[] = [];
let outgoing: Outgoing;
let calais: Here;
let london: Here;
let nour: Somebody;
let sami: Somebody;
let ada: Somebody;
let bo: Somebody;
let cleo: Somebody;

beforeAll(async () => {
  const whenOver = (undo: () => Promise<void>) => over.push(undo);
  outgoing = watchOutgoing(whenOver);
  [calais, london] = await Promise.all([begin("calais"), begin("london")]);
  nour = await calais.as("keeper", labels[0]);
  sami = await calais.as("writer", labels[1]);
  ada = await london.as("keeper", labels[2]);
  bo = await london.as("writer", labels[3]);
  cleo = await london.as("moderator", labels[4]);
  return async () => {
    for (const undo of over.reverse()) await undo();
  };
});

describe("two allies, each with several pens", () => {
  /** What stands at the addresses of Calais's texts, by title. */
  const texts = new Map<string, string>();
  let item: string;

  test("follow each other from their desks, and are accepted", async () => {
    await ada.post("/desk/allies", { whom: `@${calais.handle}` });
    await nour.post("/desk/allies", { whom: `@${london.handle}` });
    for (const one of [ada, nour]) {
      await expect
        .poll(async () => textOf((await one.get("/desk/allies")).html))
        .toContain("follows you too");
    }
    const ally = new URLSearchParams({ ally: actorOf(calais) });
    const rule = { rule: "propose", tags: `harbour, ${unsaid.tag}`, cap: "10" };
    expect((await ada.post(`/desk/allies/one?${ally}`, rule)).status).toBe(200);
    await ada.post("/desk/pens/second", { second: "yes" });
    await ada.post("/desk/answers/words", { words: unsaid.filter });
    await nour.post("/desk/answers/words", { words: unsaid.filter });
    // What nodes ask each other now and then by themselves is asked now, so that it is not taken for anything else later.
    for (const { site } of [calais, london]) {
      await askHosts(site);
      const known = () => site.db.selectFrom("remote_host").select("software").execute();
      await expect.poll(known, { timeout: 40_000 }).toEqual([{ software: "tern" }]);
    }
  });

  test("write what is not public yet: a draft, a text for later, a text that waits for a second pen", async () => {
    for (const somebody of [sami, bo]) {
      const saved = await somebody.post("/desk/new", written({ title: unsaid.draft, action: "save" }));
      await somebody.post(saved.url.pathname, {
        ...fieldsOn(saved.html),
        lead: unsaid.removed,
        action: "save",
      });
    }
    const later = { title: unsaid.later, date: "2199-05-01", time: "08:00", action: "schedule" };
    expect((await sami.post("/desk/new", written(later))).status).toBe(200);
    const proposal = written({ title: unsaid.proposal, action: "propose" });
    expect(textOf((await bo.post("/desk/new", proposal)).html)).toContain("Another pen must agree to it.");
    await calm();
    expect(/quokka/i.exec(said([...calais.tap.log, ...london.tap.log]))).toBeNull();
  });

  test("publish a report with a picture, which arrives on the other’s wire", async () => {
    const form = written({ title: "A night on the quay", tags: "harbour", text: `${unsaid.removed}.` });
    const saved = await sendFiles(nour, "/desk/new", { ...form, action: "save" }, [
      { name: "quokka-camera.jpg", bytes: await spyingJpeg() },
    ]);
    const { text } = fieldsOn(saved.html);
    const kept = text!.replace(`${unsaid.removed}.`, "It rained, and people sang.");
    const fields = { ...fieldsOn(saved.html), text: kept, undescribed: "yes", action: "publish" };
    await publishFrom(nour, "A night on the quay", fields, saved.url.pathname);
    await publishFrom(sami, "To be withdrawn", written({ title: "To be withdrawn", action: "publish" }));
    await publishFrom(sami, "To be deleted", written({ title: "To be deleted", action: "publish" }));
    await expect.poll(() => onWire(ada)).toHaveLength(3);
    await calm();
    const [first] =
      (await ada.get("/desk/wire?part=proposed")).html.match(/\/desk\/wire\/[0-9a-f-]{36}/) ?? [];
    item = first!;
    expect(textOf((await ada.get(item)).html)).toContain("A night on the quay");
  });

  test("read the wire, narrow it and look at pictures: each picture was fetched when the text came, and nothing is asked for by reading", async () => {
    const before = london.tap.log.length + calais.tap.log.length;
    const fetched = calais.tap.log.filter(({ path }) => path.startsWith("/media/"));
    expect(fetched.map(({ method, path }) => `${method} ${path}`)).toEqual([
      expect.stringMatching(/^GET \/media\/[0-9a-f]{32}\.jpg$/),
    ]);
    expect(Object.fromEntries(fetched[0]!.headers)).toEqual({
      host: new URL(calais.tap.url).host,
      connection: "keep-alive",
      accept: "image/*",
      "accept-encoding": "gzip, br",
      "user-agent": `Tern (+${london.tap.url}/)`,
    });
    for (const somebody of [ada, cleo, bo]) {
      await readEverything(somebody, item);
      await somebody.post(`${item}/read`);
    }
    await bo.post("/desk/wire/read", hiddenFields((await bo.get("/desk/wire")).html));
    await calm();
    expect(london.tap.log.length + calais.tap.log.length).toBe(before);
  });

  test("pass a text on with a word before it, after having typed others", async () => {
    const before = calais.tap.log.length;
    const wrong = {
      introduction: `${unsaid.introduction} ![x](https://quokka.example/x.png)`,
      language: "en",
    };
    expect((await cleo.post(`${item}/repost`, wrong)).status).toBe(422);
    const looked = { introduction: unsaid.previewed, language: "en", action: "preview" };
    expect((await cleo.post(`${item}/repost`, looked)).html).toContain(unsaid.previewed);
    const other = (await ada.get("/desk/wire")).html.match(/\/desk\/wire\/[0-9a-f-]{36}/g)!;
    await cleo.post(`${other.find((one) => one !== item)}/decline`);
    await calm();
    expect(calais.tap.log.length).toBe(before);
    const typed = { introduction: "Read what *Calais* saw.", language: "en" };
    expect((await cleo.post(`${item}/repost`, typed)).status).toBe(200);
    await expect
      .poll(async () => textOf((await sami.get("/desk/answers/shown")).html))
      .toContain("Calais saw");
    await calm();
    expect(said(calais.tap.log).includes("Read what <em>Calais</em> saw.")).toBe(true);
  });

  test("translate it: one pen proposes, another agrees", async () => {
    const form = fieldsOn((await bo.get(`${item}/translate`)).html);
    const typed = { ...form, title: "Eine Nacht am Kai", text: "Es hat geregnet.", language: "de" };
    const saved = await bo.post("/desk/new", { ...typed, undescribed: "yes", action: "propose" });
    expect(textOf(saved.html)).toContain("Another pen must agree to it.");
    const [, revision] = /name="revision" value="(\d+)"/.exec((await ada.get(saved.url.pathname)).html)!;
    await calm();
    expect(/Eine Nacht/.exec(said([...calais.tap.log, ...london.tap.log]))).toBeNull();
    await ada.post(`${saved.url.pathname}/agree`, { revision: revision! });
    const page = new URL(texts.get("A night on the quay")!).pathname;
    const isLinked = async () =>
      (await nour.get(page, { accept: "text/html" })).html.includes('hreflang="de"');
    await expect.poll(isLinked).toBe(true);
  });

  test("answer each other", async () => {
    const { html } = await sami.get("/desk/answers/shown");
    const [answer] = html.match(/\/desk\/answer\/[0-9a-f-]{36}/)!;
    const looked = { text: unsaid.previewed, language: "en", action: "preview" };
    expect((await sami.post(`${answer}/reply`, looked)).html).toContain(unsaid.previewed);
    await sami.post(`${answer}/reply`, { text: "Thank you, London.", language: "en" });
    await expect.poll(() => said(london.tap.log).includes("Thank you, London.")).toBe(true);
    await calm();
  });

  test("of what stands in both databases now, nothing leads to a pen, and nothing of a browser is kept", async () => {
    await checkDumps();
  });

  test("correct, withdraw and delete, and it is followed", async () => {
    const edit = `/desk/texts/${texts.get("A night on the quay")!.slice(-36)}`;
    const fields = fieldsOn((await nour.get(edit)).html);
    await nour.post(edit, {
      ...fields,
      title: "A night on the quay, corrected",
      undescribed: "yes",
      action: "revise",
    });
    await nour.post(`/desk/texts/${texts.get("To be withdrawn")!.slice(-36)}/withdraw`);
    await sami.post(`/desk/texts/${texts.get("To be deleted")!.slice(-36)}/delete`);
    await expect.poll(() => onWire(bo)).toEqual(["A night on the quay, corrected"]);
    await readEverything(cleo, item);
    await cleo.post(`${item}/undo`);
    await expect.poll(() => said(calais.tap.log).includes('"type":"Undo"')).toBe(true);
    await calm();
  });

  test("part again", async () => {
    const each = [
      [ada, calais],
      [nour, london],
    ] as const;
    const isFollowedBy = async (one: Somebody, { handle }: Here) =>
      (await one.get("/desk/followers")).html.includes(handle);
    for (const [one, other] of each) expect(await isFollowedBy(one, other)).toBe(true);
    for (const [one, other] of each) {
      await one.post(`/desk/allies/unfollow?${new URLSearchParams({ ally: actorOf(other) })}`);
    }
    for (const [one, other] of each) await expect.poll(() => isFollowedBy(one, other)).toBe(false);
    await calm();
  });

  test("and all that was said meanwhile was said between these two, in words that were meant for everybody", async () => {
    const { tap: toCalais } = calais;
    const { tap: toLondon } = london;
    // Nobody else was asked for anything, by whatever way.
    const places = [toCalais.url, toLondon.url, calais.door, london.door].map((url) => new URL(url).host);
    expect(new Set(outgoing.reached)).toEqual(new Set(places));
    const origins = outgoing.sent.map((address) => new URL(address).origin);
    expect(new Set(origins)).toEqual(new Set([toCalais.url, toLondon.url]));
    await expect.poll(() => toCalais.log.length + toLondon.log.length - outgoing.sent.length).toBe(0);
    // The browsers did say what nobody was to hear.
    expect(outgoing.asked.length).toBeGreaterThan(50);
    for (const { headers } of outgoing.asked) {
      for (const value of Object.values(browser)) expect(headers).toContain(value);
    }

    const log = [...toCalais.log, ...toLondon.log];
    const names = new Set(log.flatMap(({ headers }) => headers.map(([name]) => name.toLowerCase())));
    expect([...names].sort()).toEqual([
      "accept",
      "accept-encoding",
      "collection-synchronization",
      "connection",
      "content-length",
      "content-type",
      "date",
      "digest",
      "host",
      "signature",
      "user-agent",
    ]);
    const agents = new Set(log.map(({ headers }) => new Map(headers).get("user-agent")));
    expect([...agents].sort()).toEqual([toCalais, toLondon].map(({ url }) => `Tern (+${url}/)`).sort());
    const spoken = said(log);
    for (const trace of await traces()) expect([trace, spoken.includes(trace)]).toEqual([trace, false]);
    expect(/quokka|set-cookie|203\.0\.113|planted/i.exec(spoken)).toBeNull();
    const types = (tap: Tap) =>
      [...new Set(tap.log.flatMap(({ method, body }) => typeIn(method, body)))].sort();
    expect(types(toCalais)).toEqual(["Accept", "Announce", "Create", "Delete", "Follow", "Undo"]);
    expect(types(toLondon)).toEqual(["Accept", "Create", "Delete", "Follow", "Undo", "Update"]);
    await checkDumps();
  });

  test("a request to a third server would have been seen", async () => {
    const third = await startTap();
    third.leadTo(calais.door);
    const seen = outgoing.reached.length;
    await fetch(third.url);
    expect(outgoing.reached.slice(seen)).toContain(new URL(third.url).host);
    expect(outgoing.sent.at(-1)).toBe(`${third.url}/`);
    expect(third.log[0]!.answered!.status).toBe(200);
  });

  async function publishFrom(
    somebody: Somebody,
    title: string,
    fields: Record<string, string>,
    path = "/desk/new",
  ): Promise<void> {
    const shown = await somebody.post(path, fields);
    const [, id] = /^\/desk\/texts\/([0-9a-f-]{36})\/deliveries$/.exec(shown.url.pathname) ?? [];
    if (id === undefined) throw new Error(`It was not published: ${textOf(shown.html)}`);
    texts.set(title, `${calais.tap.url}/ap/articles/${id}`);
  }
});

async function begin(handle: string): Promise<Here> {
  const whenOver = (undo: () => Promise<void>) => over.push(undo);
  const tap = await startTap(whenOver);
  const node = await startTestNode({ whenOver, env: { ORIGIN: tap.url, TRUST_PROXY: "loopback" } });
  tap.leadTo(node.url);
  const { site, url: door } = node;
  const collective = await createCollective(site, {
    handle,
    name: `Watch ${handle}`,
    languages: ["en"],
    replyPolicy: "open",
  });
  return {
    ...{ site, collective, door, tap },
    handle: `${handle}@${site.config.host}`,
    async as(role, label) {
      const pen = await penOf(site, collective, role, label);
      const somebody = visitor(tap.url, (address, init) => {
        const { pathname, search } = new URL(String(address));
        const headers = new Headers(init?.headers);
        for (const [name, value] of Object.entries(browser)) headers.set(name, value);
        return outgoing.byHand(() => fetch(door + pathname + search, { ...init, headers }));
      });
      expect((await signIn(somebody, pen.words)).url.pathname).toBe("/desk");
      return { ...somebody, pen };
    },
  };
}

function actorOf({ collective, tap }: Here): string {
  return `${tap.url}/ap/groups/${collective.id}`;
}

/** The fields of a form for a new text. */
function written(fields: Record<string, string>): Record<string, string> {
  return { kind: "report", language: "en", text: "They came at six.", ...fields };
}

/** Titles on the wire. */
async function onWire(somebody: Somebody): Promise<string[]> {
  const { html } = await somebody.get("/desk/wire");
  return [...html.matchAll(/<h[23] class="what">(.*?)<\/h[23]>/gs)].map(([, title]) => textOf(title!).trim());
}

/** Reads the wire as people do: the list, parts of it, one text of it, and every picture there. */
async function readEverything(somebody: Somebody, item: string): Promise<void> {
  const narrowed = ["", "?part=unread", "?part=proposed", "?tag=harbour", "?language=en", "?kind=report"];
  const pages: Shown[] = [];
  for (const question of narrowed) pages.push(await somebody.get(`/desk/wire${question}`));
  pages.push(await somebody.get(item), await somebody.get(`${item}/translate`));
  const pictures = pages.flatMap(({ html }) => html.match(/\/desk\/wire\/[0-9a-f-]+\/pictures\/\d+/g) ?? []);
  expect(pictures.length).toBeGreaterThan(0);
  for (const picture of new Set(pictures)) expect((await somebody.get(picture)).status).toBe(200);
}

/** What a log says, requests and answers alike. */
function said(log: readonly Overheard[]): string {
  return JSON.stringify(log).replaceAll('\\"', '"').replaceAll("\\\\", "\\");
}

function typeIn(method: string, body: string): string[] {
  return method === "POST" ? [(JSON.parse(body) as { type: string }).type] : [];
}

/** All that names a pen, opens it, or is its session. */
async function traces(): Promise<string[]> {
  const pens = await Promise.all(
    [calais, london].map(({ site }) => site.db.selectFrom("pen").selectAll().execute()),
  );
  expect(
    pens
      .flat()
      .map(({ label }) => label)
      .sort(),
  ).toEqual([...labels].sort());
  const hands = [nour, sami, ada, bo, cleo];
  return [
    ...pens
      .flat()
      .flatMap(({ id, label, words }) => [id, id.replaceAll("-", ""), label, words.toString("hex")]),
    ...hands.flatMap(({ pen: { words } }) =>
      [" ", "+", "%20", "-", ","].map((between) => words.join(between)),
    ),
    ...hands.flatMap(({ cookies }) =>
      [...cookies.values()].flatMap((value) => decodeURIComponent(value).split(".")),
    ),
  ];
}

/** Reads everything that both databases hold. */
async function checkDumps(): Promise<void> {
  const about = await traces();
  for (const { site } of [calais, london]) {
    const rows = await dump(site.db);
    const isOfPens = ({ table }: { table: string }) => ["pen", "session", "invitation"].includes(table);
    const others = rows.filter((row) => !isOfPens(row));
    const found = others.filter(({ row }) => about.some((trace) => row.includes(trace)));
    expect(found.map(({ table }) => table)).toEqual([]);
    const ofBrowsers = rows.filter(({ row }) => /203\.0\.113|planted/i.test(row) || row.includes(planted));
    expect(ofBrowsers.map(({ table }) => table)).toEqual([]);
    // And what is kept of pens names no text, nothing on the wire, no repost.
    const ids = others.flatMap(({ table, row }) =>
      ["report", "wire_item", "repost", "introduction", "response"].includes(table)
        ? (row.match(/[0-9a-f-]{36}/g) ?? [])
        : [],
    );
    const collectives = new Set(
      others.flatMap(({ table, row }) => (table === "collective" ? row.match(/[0-9a-f-]{36}/g)! : [])),
    );
    const inside = rows
      .filter(isOfPens)
      .map(({ row }) => row)
      .join("\n");
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !collectives.has(id) && inside.includes(id))).toEqual([]);
    // What was not to be seen is there, or this test would look for nothing.
    const drafts = others
      .filter(({ table }) => table === "report")
      .map(({ row }) => row)
      .join("\n");
    expect(drafts).toContain(unsaid.draft);
  }
}

/** Until nothing waits to be sent, read or looked for on either node. */
async function calm(): Promise<void> {
  const waiting = async () => {
    const counts = [calais, london].map(async ({ site }) => {
      const pending = await site.db
        .selectFrom("delivery")
        .select("inbox")
        .where("state", "=", "pending")
        .execute();
      return pending.length + (await unfinished({ site }));
    });
    return Math.max(...(await Promise.all(counts)));
  };
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
}
