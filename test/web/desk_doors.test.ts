// The doors of the desk over real sockets: first run, invitations, signing in and out, and those who try the handle.
import { resetSync } from "@logtape/logtape";
import { expect, onTestFinished, test } from "vitest";
import { startLog } from "../../src/log.ts";
import { firstLinks } from "../../src/newsroom/first_run.ts";
import { invite, pensOf } from "../../src/newsroom/pens.ts";
import { checkOf, found, penOf, signedIn, signIn, startDesk, wordsOn } from "../support/desk.ts";
import { hiddenFields, textOf, visitor } from "../support/visitor.ts";

const founding = { name: "Harbour Watch", handle: "harbour", language: "en" };

test("whoever starts the node founds the collective, writes six words down and is at the desk", async () => {
  const { site, url } = await startDesk();
  const [first] = await firstLinks(site);
  const path = new URL(first!.link).pathname;
  const nour = visitor(url);

  expect(textOf((await nour.get(path)).html)).toContain("Found a collective");
  const shown = await nour.post(path, founding);
  expect(shown.status).toBe(200);
  const words = wordsOn(shown.html);
  expect(words).toHaveLength(6);
  expect(textOf(shown.html)).toContain("Write them on paper");
  expect(nour.cookies.size).toBe(0);

  const wrong = checkOf(shown.html, words).map(([name]) => [name, "wrong"] as [string, string]);
  const again = await nour.post("/join/words", [...hiddenFields(shown.html), ...wrong]);
  expect(again.status).toBe(422);
  expect(wordsOn(again.html)).toEqual(words);
  expect(nour.cookies.size).toBe(0);

  const opened = await nour.post("/join/words", [...hiddenFields(again.html), ...checkOf(again.html, words)]);
  expect(opened.url.pathname).toBe("/desk");
  expect(opened.html).toContain("Harbour Watch");
  expect(await firstLinks(site)).toEqual([]);
  expect((await nour.get(path)).status).toBe(410);
  expect((await nour.post(path, founding)).status).toBe(410);
});

test("whoever founds a collective is told what is not right yet, and a handle is suggested from the name", async () => {
  const { site, url } = await startDesk();
  const path = new URL((await firstLinks(site))[0]!.link).pathname;
  const nour = visitor(url);
  const tries: [Record<string, string>, string][] = [
    [{ ...founding, name: " " }, "Give the collective a name."],
    [{ ...founding, name: "x".repeat(101) }, "longer than 100"],
    [{ ...founding, name: "Élan d’Été", handle: "" }, "We suggest “elan_d_ete”"],
    [{ ...founding, name: "حرية التنقل", handle: "" }, "Choose a handle of small letters"],
    [{ ...founding, handle: "Har bour" }, "1 to 30 small letters"],
    [{ ...founding, handle: "desk" }, "needs this handle for itself"],
    [{ ...founding, language: "english" }, "Choose a language"],
    [{}, "Give the collective a name."],
  ];
  for (const [typed, sentence] of tries) {
    const shown = await nour.post(path, typed);
    expect(shown.status).toBe(422);
    expect(textOf(shown.html)).toContain(sentence);
    expect(shown.html).toMatch(/aria-invalid="true"/);
    expect(shown.html).toMatch(/class="problems"[\s\S]*href="#field-/);
  }
  expect((await nour.post(path, { ...founding, name: "Élan", handle: "" })).html).toContain('value="elan"');
  expect(await site.db.selectFrom("collective").select("id").execute()).toEqual([]);
  await found(site, "hills", "The Hills");
  expect(textOf((await nour.post(path, { ...founding, handle: "hills" })).html)).toContain("is taken");
});

test("of two people who found at once by the same link, one has a collective and a pen, the other neither", async () => {
  const { site, url } = await startDesk();
  const path = new URL((await firstLinks(site))[0]!.link).pathname;
  const outcomes = await Promise.all(
    ["north", "south"].map((handle) => visitor(url).post(path, { ...founding, handle })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 410]);
  const collectives = await site.db.selectFrom("collective").select("id").execute();
  expect(collectives).toHaveLength(1);
  expect(await pensOf(site.db, collectives[0]!.id)).toHaveLength(1);
});

test("where a collective is but no pen, the link of the start hands over a keeper’s pen of it", async () => {
  const { site, url } = await startDesk();
  await found(site);
  const path = new URL((await firstLinks(site))[0]!.link).pathname;
  const nour = visitor(url);
  expect(textOf((await nour.get(path)).html)).toContain("invited to write for Harbour Watch");
  const words = wordsOn((await nour.post(path)).html);
  const opened = await signIn(nour, words);
  expect(opened.url.pathname).toBe("/desk");
  expect(textOf((await nour.get("/desk/pens")).html)).toContain("Keeper:");
});

test("a keeper invites; the link is shown once, as text and as a code, and looking at it uses nothing up", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const keeper = await signedIn(url, await penOf(site, collective));
  const ready = await keeper.post("/desk/pens/invitations", { label: "garden gate", role: "writer" });
  const [, link] = /<code>([^<]+)<\/code>/.exec(ready.html)!;
  expect(link).toMatch(`${url}/join/`);
  expect(ready.html).toMatch(/<svg class="qr"[^>]*role="img" aria-label="[^"]+"/);

  const token = link!.split("/").at(-1)!;
  const list = await keeper.get("/desk/pens");
  expect(textOf(list.html)).toContain("garden gate");
  expect(list.html).not.toContain(token);

  const sam = visitor(url);
  for (let look = 0; look < 3; look += 1) {
    const page = await sam.get(`/join/${token}`);
    expect(page.status).toBe(200);
    expect(page.headers.get("referrer-policy")).toBe("strict-origin");
  }
  const words = wordsOn((await sam.post(`/join/${token}`)).html);
  expect(words).toHaveLength(6);
  for (const gone of [await sam.get(`/join/${token}`), await visitor(url).post(`/join/${token}`)]) {
    expect(gone.status).toBe(410);
    expect(textOf(gone.html)).toContain("opens nothing any more");
  }
  expect((await signIn(sam, words)).url.pathname).toBe("/desk");
  expect(textOf((await sam.get("/desk/pens")).html)).not.toContain("garden gate");
  expect((await sam.post("/desk/pens/invitations", { label: "mine", role: "keeper" })).status).toBe(403);
  expect(textOf((await keeper.get("/desk/pens")).html)).toContain("No invitation is open.");
});

test("a keeper withdraws an invitation, and its link leads nowhere", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const keeper = await signedIn(url, await penOf(site, collective));
  const token = await invite(site, collective.id, "writer", "garden gate");
  const [, action] = /action="(\/desk\/pens\/invitations\/[^"]+\/withdraw)"/.exec(
    (await keeper.get("/desk/pens")).html,
  )!;
  const done = await keeper.post(action!);
  expect(textOf(done.html)).toContain("The invitation is withdrawn.");
  expect((await visitor(url).get(`/join/${token}`)).status).toBe(410);
});

test("an invitation without a name or a role is asked for again, with what was typed", async () => {
  const { site, url } = await startDesk();
  const keeper = await signedIn(url, await penOf(site, await found(site)));
  const shown = await keeper.post("/desk/pens/invitations", { label: "x".repeat(61), role: "king" });
  expect(shown.status).toBe(422);
  expect(textOf(shown.html)).toContain("longer than 60 characters");
  expect(textOf(shown.html)).toContain("Choose a role.");
  expect(shown.html).toContain("x".repeat(61));
});

test("words that are wrong get one sentence that helps", async () => {
  const { site, url } = await startDesk();
  const { words } = await penOf(site, await found(site));
  const sam = visitor(url);
  const tries: [string, string][] = [
    ["", "Type the six words of your pen."],
    [words.slice(0, 5).join(" "), "A pen has six words; here are 5."],
    ["qwertz <b> abandon", "No pen has these words: qwertz, <b>."],
    [[...words.slice(1), words[0] === "zoo" ? "abandon" : "zoo"].join(" "), "These words open no desk here."],
  ];
  for (const [typed, sentence] of tries) {
    const shown = await signIn(sam, typed);
    expect(shown.status).toBe(422);
    expect(textOf(shown.html)).toContain(sentence);
  }
  expect(sam.cookies.size).toBe(0);
  expect((await signIn(sam, words.toReversed().join("\n"))).url.pathname).toBe("/desk");
});

test("who guesses too often waits, others do not, and nowhere is it kept who it was", async () => {
  const { site, url } = await startDesk({ env: { TRUST_PROXY: "loopback" } });
  const pen = await penOf(site, await found(site));
  const address = "203.0.113.77";
  const guess = (words: string, from: string) =>
    visitor(url).post("/desk/sign-in", { "door-words": words }, { "x-forwarded-for": from });
  for (let turn = 0; turn < 10; turn += 1) expect((await guess("one two", address)).status).toBe(422);
  const refused = await guess(pen.words.join(" "), address);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(textOf(refused.html)).toContain("too many attempts");
  expect((await guess(pen.words.join(" "), "203.0.113.78")).url.pathname).toBe("/desk");
  const tables = await site.db.introspection.getTables();
  for (const { name, schema } of tables) {
    const rows = await site.db
      .withSchema(schema!)
      .selectFrom(name as "pen")
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113/);
  }
});

test("who was on the way to a place of the desk arrives there after signing in, and nobody is sent elsewhere", async () => {
  const { site, url } = await startDesk();
  const pen = await penOf(site, await found(site));
  const sam = visitor(url);
  const door = await sam.get("/desk/pens");
  expect(door.url.pathname + door.url.search).toBe("/desk/sign-in?next=%2Fdesk%2Fpens");
  const fields = [...hiddenFields(door.html), ["door-words", pen.words.join(" ")] as [string, string]];
  expect((await sam.post("/desk/sign-in", fields)).url.pathname).toBe("/desk/pens");

  const elsewhere = [
    "https://elsewhere.example/",
    "//elsewhere.example/desk",
    "/\\elsewhere.example/desk",
    "/desk/../../elsewhere",
    "/desk\\..\\elsewhere",
    "/desk/%2e%2e/%2e%2e//elsewhere.example",
    "/desk/\n//elsewhere.example",
    "/deskelsewhere",
    "/",
    "javascript:alert(1)",
    "/desk/sign-out",
    "/desk?next=".padEnd(600, "x"),
  ];
  for (const next of elsewhere) {
    const page = await visitor(url).get(`/desk/sign-in?${new URLSearchParams({ next })}`);
    expect([next, ...hiddenFields(page.html)]).toEqual([next, ["door-next", "/desk"]]);
  }
  for (const next of elsewhere.slice(0, 3)) {
    const answer = await sam.ask("/desk/sign-in", {
      method: "POST",
      headers: { origin: url },
      body: new URLSearchParams({ "door-words": pen.words.join(" "), "door-next": next }),
    });
    expect([next, answer.status, answer.headers.get("location")]).toEqual([next, 303, "/desk"]);
  }
});

test("what was typed when a session had ended is sent on its way after signing in", async () => {
  const { site, url } = await startDesk();
  const pen = await penOf(site, await found(site));
  const sam = visitor(url);
  const label = 'باب "الحديقة" <&>\nline two';
  const kept = await sam.post("/desk/pens/invitations", { label, role: "writer", list: ["1", "2"] });
  expect(kept.status).toBe(403);
  expect(textOf(kept.html)).toContain("nothing of what you typed is lost");
  expect(hiddenFields(kept.html)).toEqual(
    expect.arrayContaining([
      ["label", label],
      ["list", "1"],
      ["list", "2"],
    ]),
  );
  const mistyped = await sam.post("/desk/sign-in", [...hiddenFields(kept.html), ["door-words", "zoo"]]);
  expect(mistyped.status).toBe(422);
  const ready = await sam.post("/desk/sign-in", [
    ...hiddenFields(mistyped.html),
    ["door-words", pen.words.join(" ")],
  ]);
  expect(ready.status).toBe(200);
  expect(ready.url.pathname).toBe("/desk/pens/invitations");
  expect(textOf(ready.html)).toContain('باب "الحديقة" <&> line two');
});

test("a form with a file keeps its text without a session, and says that the file could not be kept", async () => {
  const { url } = await startDesk();
  const body = new FormData();
  body.set("title", "Quay nine");
  body.set("picture", new File([Buffer.alloc(300_000, 7)], "quay.jpg", { type: "image/jpeg" }));
  const kept = await visitor(url).ask("/desk/pens/invitations", {
    method: "POST",
    body,
    headers: { origin: url },
  });
  expect(kept.status).toBe(403);
  expect(hiddenFields(kept.html)).toContainEqual(["title", "Quay nine"]);
  expect(textOf(kept.html)).toContain("files could not be kept");

  const without = new FormData();
  without.set("title", "Quay nine");
  without.set("picture", new File([], ""));
  const answer = await visitor(url).ask("/desk/pens/invitations", {
    method: "POST",
    body: without,
    headers: { origin: url },
  });
  expect(textOf(answer.html)).not.toContain("files could not be kept");
});

test("a form that is too large gets a sentence, with a session and without", async () => {
  const { site, url } = await startDesk();
  const sam = await signedIn(url, await penOf(site, await found(site)));
  for (const somebody of [sam, visitor(url)]) {
    const shown = await somebody.post("/desk/pens/invitations", {
      label: "x".repeat(3_000_000),
      role: "writer",
    });
    expect(shown.status).toBe(413);
    expect(textOf(shown.html)).toContain("That was too much at once");
  }
  const body = new FormData();
  for (let part = 0; part < 30; part += 1) body.append(`text-${part}`, "x".repeat(100_000));
  const many = await visitor(url).ask("/desk/pens/invitations", {
    method: "POST",
    body,
    headers: { origin: url },
  });
  expect(many.status).toBe(413);
  expect(textOf(many.html)).toContain("That was too much at once");
});

test("a form from another site does nothing, however it calls itself", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const sam = await signedIn(url, await penOf(site, collective));
  const foreign: Record<string, string>[] = [
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: `${url}.elsewhere.example` },
    { origin: "https://elsewhere.example", "sec-fetch-site": "same-origin" },
    {},
  ];
  const token = await invite(site, collective.id, "writer", "garden gate");
  for (const headers of foreign) {
    for (const path of ["/desk/sign-out", "/desk/pens/everywhere", "/desk/sign-in", `/join/${token}`]) {
      const answer = await sam.ask(path, { method: "POST", headers, body: new URLSearchParams() });
      expect([path, headers, answer.status]).toEqual([path, headers, 403]);
      expect(textOf(answer.html)).toContain("This form came from elsewhere");
    }
  }
  expect((await sam.get("/desk")).url.pathname).toBe("/desk");
  expect((await sam.get(`/join/${token}`)).status).toBe(200);
  const tor = await sam.ask("/desk/sign-out", {
    method: "POST",
    headers: { origin: "null", "sec-fetch-site": "same-origin" },
  });
  expect(tor.status).toBe(303);
});

test("who signs out is out, here or everywhere, and an old cookie opens nothing", async () => {
  const { site, url } = await startDesk();
  const pen = await penOf(site, await found(site));
  const [desktop, telephone] = [await signedIn(url, pen), await signedIn(url, pen)];
  const old = [...desktop.cookies].map((pair) => pair.join("="))[0]!;
  const out = await desktop.post("/desk/sign-out");
  expect(textOf(out.html)).toContain("You are signed out on this device.");
  expect(desktop.cookies.size).toBe(0);
  expect((await visitor(url).get("/desk", { cookie: old })).url.pathname).toBe("/desk/sign-in");
  expect((await telephone.get("/desk")).url.pathname).toBe("/desk");

  await signIn(desktop, pen.words);
  await desktop.post("/desk/pens/everywhere");
  for (const device of [desktop, telephone])
    expect((await device.get("/desk")).url.pathname).toBe("/desk/sign-in");
});

test("a withdrawn pen has no session left, and its words open nothing", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const own = await penOf(site, collective);
  const lost = await penOf(site, collective, "writer", "lost telephone");
  const [keeper, finder] = [await signedIn(url, own), await signedIn(url, lost)];
  const page = `/desk/pens/${lost.pen.id}/withdraw`;
  expect(textOf((await keeper.get(page)).html)).toContain("Withdraw the pen “lost telephone”?");
  expect((await finder.post(page)).status).toBe(403);
  expect(textOf((await keeper.post(page)).html)).toContain("The pen is withdrawn.");
  expect((await finder.get("/desk")).url.pathname).toBe("/desk/sign-in");
  expect((await signIn(finder, lost.words)).status).toBe(422);
  expect((await keeper.post(page)).status).toBe(404);

  const last = await keeper.post(`/desk/pens/${own.pen.id}/withdraw`);
  expect(last.status).toBe(422);
  expect(textOf(last.html)).toContain("This is the last keeper’s pen");
});

test("a keeper sets that a second pen must agree, and takes it back", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const keeper = await signedIn(url, await penOf(site, collective));
  const isSet = async () =>
    (await site.db.selectFrom("collective").select("second_pen").executeTakeFirstOrThrow()).second_pen;
  expect(textOf((await keeper.post("/desk/pens/second", { second: "yes" })).html)).toContain("Saved.");
  expect(await isSet()).toBe(true);
  await keeper.post("/desk/pens/second");
  expect(await isSet()).toBe(false);
});

test("a made-up cookie is nobody’s", async () => {
  const { site, url } = await startDesk();
  const sam = await signedIn(url, await penOf(site, await found(site)));
  const [token, key] = sam.cookies.get("tern")!.split(".");
  const madeUp = [
    "",
    ".",
    "x".repeat(9000),
    `${token}`,
    `${token}.`,
    `${token}.${"A".repeat(43)}`,
    `${token}.${key}x`,
    `${"A".repeat(32)}.${key}`,
    `${token}.${key}.${key}`,
    "%00%ff",
    "'; drop table session; --",
  ];
  for (const value of madeUp) {
    const answer = await visitor(url).ask("/desk", { headers: { cookie: `tern=${value}` } });
    expect([value, answer.status]).toEqual([value, value.length > 8000 ? answer.status : 303]);
    expect(answer.status).not.toBe(200);
  }
  expect((await sam.get("/desk")).url.pathname).toBe("/desk");
});

test("signing in makes a new session and ends the one the browser came with", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const [attacker, victim] = [
    await penOf(site, collective),
    await penOf(site, collective, "writer", "attic"),
  ];
  const prepared = await signedIn(url, attacker);
  const planted = prepared.cookies.get("tern")!;
  const sam = visitor(url);
  sam.cookies.set("tern", planted);
  await signIn(sam, victim.words);
  expect(sam.cookies.get("tern")).not.toBe(planted);
  expect((await visitor(url).get("/desk", { cookie: `tern=${planted}` })).url.pathname).toBe("/desk/sign-in");
  expect((await sam.get("/desk")).url.pathname).toBe("/desk");
});

test("on https the cookie is tied to the host, out of reach of scripts, and kept only if that is asked for", async () => {
  const { site, url } = await startDesk({ env: { ORIGIN: "https://tern.example" } });
  const { words } = await penOf(site, await found(site));
  const cookieFor = async (fields: Record<string, string>) => {
    const answer = await visitor(url).ask("/desk/sign-in", {
      method: "POST",
      headers: { origin: "https://tern.example" },
      body: new URLSearchParams({ "door-words": words.join(" "), ...fields }),
    });
    return answer.headers.get("set-cookie")!;
  };
  const short = await cookieFor({});
  expect(short).toMatch(/^__Host-tern=[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await cookieFor({ "door-stay": "yes" })).toMatch(/; Max-Age=2592000;/);
});

test("no page of the desk is kept in a cache or runs a script, and each says what it is to programs that read it aloud", async () => {
  const { site, url } = await startDesk();
  const collective = await found(site);
  const keeper = await signedIn(url, await penOf(site, collective));
  const token = await invite(site, collective.id, "writer", "garden gate");
  for (const path of ["/desk", "/desk/pens", "/desk/sign-in", `/join/${token}`, "/join/nothing"]) {
    const { headers, html } = await keeper.get(path);
    expect([path, headers.get("cache-control")]).toEqual([path, "no-store"]);
    expect(headers.get("content-security-policy")).toBe(
      (await visitor(url).get("/")).headers.get("content-security-policy"),
    );
    expect(html).not.toMatch(/<script|style=|\son[a-z]+=/);
    expect(html).toMatch(/<meta name="robots" content="noindex">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  }
  expect((await keeper.get("/desk/pens")).html.match(/aria-current="page"/g)).toHaveLength(1);
});

test("no secret of the desk is written to the log, whatever goes wrong", async () => {
  const lines: string[] = [];
  onTestFinished(() => resetSync());
  startLog("trace", (line) => void lines.push(line));
  const { site, url } = await startDesk();
  const collective = await found(site);
  const pen = await penOf(site, collective);
  const token = await invite(site, collective.id, "writer", "garden gate");
  const sam = await signedIn(url, pen);
  await sam.get(`/join/${token}`);
  await site.db.schema.alterTable("session").renameTo("lost").execute();
  expect((await sam.get("/desk")).status).toBe(500);
  expect((await signIn(sam, pen.words)).status).toBe(500);
  await site.db.schema.alterTable("invitation").renameTo("lost_too").execute();
  expect((await sam.get(`/join/${token}`)).status).toBe(500);
  const log = lines.join("");
  expect(log).toContain("failed");
  for (const secret of [token, pen.words.join(" "), ...sam.cookies.values()])
    expect(log).not.toContain(secret);
});

test.each([
  ["fr", "Ouvrir le bureau", "ltr"],
  ["ar", "فتح المكتب", "rtl"],
  ["fa", "باز کردن میز تحریر", "rtl"],
])("the door speaks %s", async (language, title, direction) => {
  const { url } = await startDesk();
  const { html } = await visitor(url).get("/desk/sign-in", { "accept-language": language });
  expect(textOf(html)).toContain(title);
  expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
});
