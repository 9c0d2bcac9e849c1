// A stranger's server meets Tern: alice on snac finds a collective, follows it, reads along, and leaves.
import sharp from "sharp";
import { expect, test } from "vitest";
import { readCredentials } from "./authority.ts";
import { given } from "./hosts.ts";
import { type Passed, startProxy } from "./proxy.ts";
import { type Account, type Alice, startSnac } from "./snac.ts";
import { startTern, type Tern } from "./tern.ts";

const title = "The bridge is open again";
const words = "Since seven this morning people walk across in both directions.";
const alt = "Two banks and a bridge between them.";

test("alice finds a collective by its handle, follows it and is accepted", async () => {
  const { tern, alice, calais } = await meet();
  expect(calais).toMatchObject({ acct: "calais@tern.test", display_name: "Bridge Watch" });
  await follow(tern, alice, calais);
  expect(await followers(tern)).toEqual([alice.actor]);
});

test("alice reads a report with its picture, then its correction, and then it is gone", async () => {
  const { tern, alice, calais, passed } = await meet();
  await follow(tern, alice, calais);
  const { id, deliveries } = await publish(tern, title, words);
  expect(deliveries).toBe(1);
  await expect.poll(alice.timeline).toContain(title);
  const page = await alice.timeline();
  expect(page).toContain(words);
  expect(page).toContain('<img src="https://tern.test/media/');

  const correction = await text(tern, title, `${words} *Corrected: since eight.*`);
  await tern.ask("revise", id, correction);
  await expect.poll(alice.timeline).toContain("since eight");
  expect(await alice.timeline()).toContain(title);

  await tern.ask("delete", id);
  await expect.poll(alice.timeline).not.toContain(title);
  expect(refusals(passed)).toEqual([]);
});

test("what goes out as a Note is in alice's app too, with its picture described", async () => {
  const { tern, alice, calais } = await meet();
  await follow(tern, alice, calais);
  await tern.ask("publish", "calais", await text(tern, title, words, "wire-form: Note"));
  await expect.poll(async () => (await alice.appTimeline()).length).toBe(1);
  const [status] = await alice.appTimeline();
  expect(status?.content).toContain(title);
  expect(status?.media_attachments.map(({ description }) => description)).toEqual([alt]);
});

test("once alice has left, nothing more is sent to her", async () => {
  const { tern, alice, calais } = await meet();
  await follow(tern, alice, calais);
  await alice.unfollow(calais);
  await expect.poll(() => followers(tern)).toEqual([]);
  expect(await publish(tern, title, words)).toMatchObject({ deliveries: 0 });
});

test("what alice answers, likes and boosts arrives, changes and goes, and the collective answers her", async () => {
  const { tern, alice, calais, passed } = await meet();
  await follow(tern, alice, calais);
  const matter = "wire-form: Note\nreply-policy: open";
  const { id } = await tern.ask<{ id: string }>("publish", "calais", await text(tern, title, words, matter));
  await expect.poll(async () => (await alice.appTimeline()).length).toBe(1);
  const [status] = await alice.appTimeline();
  const echo = async () => {
    const { replies, likes, shares } =
      await served<Record<"replies" | "likes" | "shares", { totalItems: number }>>(id);
    return [replies.totalItems, likes.totalItems, shares.totalItems];
  };
  await alice.react(status!, "favourite");
  await alice.react(status!, "reblog");
  const reply = await alice.reply(status!, "I was there too.");
  await expect.poll(echo).toEqual([1, 1, 1]);
  const { items } = await served<{ items: string[] }>(`${id}/replies/1`);
  expect(items).toEqual([reply.uri]);

  const answer = await tern.file("answer.md", "Then *write* to us.");
  const said = await tern.ask<{ id: string; deliveries: number }>("answer", "calais", reply.uri, answer);
  expect(said.deliveries).toBe(1);
  await expect.poll(alice.timeline).toContain("Then <em>write</em> to us.");
  expect(await echo()).toEqual([2, 1, 1]);
  await tern.ask("answer", "withdraw", "calais", said.id);
  await expect.poll(alice.timeline).not.toContain("Then <em>write</em> to us.");

  await alice.edit(reply, "I was there too, since eight.");
  await alice.react(status!, "unfavourite");
  await alice.react(status!, "unreblog");
  await expect.poll(echo).toEqual([1, 0, 0]);
  // snac tells only her followers, and the collective is none: it finds out when it looks after a minute.
  await alice.remove(reply);
  await expect.poll(echo, { timeout: 90_000 }).toEqual([0, 0, 0]);
  expect(refusals(passed)).toEqual([]);
}, 180_000);

test("alice answers, likes and boosts; it appears on the page, and the collective's answer reaches her", async () => {
  const { tern, alice, calais } = await meet();
  await follow(tern, alice, calais);
  const file = await text(tern, title, words, "wire-form: Note");
  const { url } = await tern.ask<{ url: string }>("publish", "calais", file);
  await expect.poll(async () => (await alice.appTimeline()).length).toBe(1);
  const [status] = await alice.appTimeline();
  const page = async () => (await fetch(url)).text();
  await alice.react(status!, "favourite");
  await alice.react(status!, "reblog");
  await expect.poll(page).toMatch(/Boosts<\/dt><dd>1<[\s\S]*Likes<\/dt><dd>1</);
  await alice.reply(status!, "Is the lift open too?");
  const waiting = () => tern.ask<{ id: string; html: string }[]>("moderate", "list", "calais");
  await expect.poll(async () => (await waiting()).length).toBe(1);
  expect(await page()).not.toContain("Is the lift open too?");
  const id = (await waiting())[0]!.id;
  await tern.ask("moderate", "show", id);
  expect(await page()).toContain("Is the lift open too?");
  await tern.ask("answer", "calais", id, await tern.file("lift.md", "The lift is **shut**."));
  await expect.poll(alice.timeline).toContain("The lift is <strong>shut</strong>");
  await alice.react(status!, "unfavourite");
  await alice.react(status!, "unreblog");
  await expect.poll(page).not.toMatch(/<dt>(?:Boosts|Likes)</);
});

test("London passes a report on to alice, who follows London alone, and takes it back", async () => {
  const [{ tern, alice, passed }, london] = await Promise.all([meet(), startTern("london.test")]);
  await london.ask("collective", "create", "london", "--name", "Harbour Choir", "--language", "en");
  await alice.follow((await alice.find("@london@london.test"))!);
  await expect.poll(() => followers(london, "london")).toEqual([alice.actor]);
  const file = await text(tern, title, words, "wire-form: Note");
  const { id } = await tern.ask<{ id: string }>("publish", "calais", file);
  await london.ask("repost", "london", id, "--introduction", "Read what *Calais* saw.");
  const seen = async () =>
    (await alice.appTimeline()).map(({ account, reblog, content }) => [
      account.acct,
      reblog?.account.acct,
      (reblog?.content ?? content).includes(reblog === null ? "Read what <em>Calais</em> saw." : words),
    ]);
  const boost = ["london@london.test", "calais@tern.test", true];
  await expect.poll(seen).toEqual([boost, ["london@london.test", undefined, true]]);

  await london.ask("unrepost", "london", id);
  await expect.poll(seen).toEqual([boost]);
  // snac goes on showing what was passed on once; it notes that it has understood.
  await expect.poll(alice.log).toContain(`Unboost for ${id} 200`);
  expect(refusals(passed)).toEqual([]);
});

test("once her server is blocked, alice follows nobody, hears nothing and is not heard", async () => {
  const { tern, alice, calais, passed } = await meet();
  await follow(tern, alice, calais);
  await tern.ask("block", "snac.test");
  expect(await followers(tern)).toEqual([]);
  expect(await publish(tern, title, words)).toMatchObject({ deliveries: 0 });
  await expect(tern.ask("lookup", "@alice@snac.test")).rejects.toThrow("blocked");
  const tryAgain = async () => {
    await alice.unfollow(calais);
    await alice.follow(calais);
    return refusals(passed).map(({ status }) => status);
  };
  await expect.poll(tryAgain, { interval: 2000 }).toContain(403);
  expect(await followers(tern)).toEqual([]);
});

/** The JSON that Tern serves at an address. */
async function served<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/activity+json" } });
  return (await answer.json()) as T;
}

async function meet(): Promise<{ tern: Tern; alice: Alice; calais: Account; passed: Passed[] }> {
  const passed = await startProxy(await readCredentials(process.env[given.folder]!));
  const [tern, alice] = await Promise.all([startTern(), startSnac()]);
  await tern.ask("collective", "create", "calais", "--name", "Bridge Watch", "--language", "en");
  const calais = await alice.find("@calais@tern.test");
  if (!calais) throw new Error(`snac found nobody: ${JSON.stringify(passed)}`);
  return { tern, alice, calais, passed };
}

async function follow(tern: Tern, alice: Alice, account: Account): Promise<void> {
  await alice.follow(account);
  await expect.poll(() => followers(tern)).toEqual([alice.actor]);
  await expect.poll(() => alice.follows(account)).toBe(true);
}

async function followers(tern: Tern, collective = "calais"): Promise<string[]> {
  return (await tern.ask<{ actor: string }[]>("followers", collective)).map(({ actor }) => actor);
}

async function publish(tern: Tern, ...told: [string, string]): Promise<{ id: string; deliveries: number }> {
  return await tern.ask("publish", "calais", await text(tern, ...told));
}

async function text(tern: Tern, title: string, body: string, matter = "kind: report"): Promise<string> {
  const picture = sharp({ create: { width: 800, height: 500, channels: 3, background: "#3f7fa6" } });
  await tern.file("bridge.jpg", await picture.jpeg().toBuffer());
  const head = ["---", `title: ${title}`, "language: en", "tags: [bridges]", matter, "---"];
  return await tern.file("report.md", [...head, body, "", `![${alt}](bridge.jpg)`].join("\n"));
}

/** What was asked of Tern or snac by the other, and refused. */
function refusals(passed: Passed[]): Passed[] {
  return passed.filter(({ status, method }) => status >= 400 && method === "POST");
}
