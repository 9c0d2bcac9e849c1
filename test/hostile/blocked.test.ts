// To whom the node does not speak: they find no way in by way of others, and are told nothing that strangers are not told (attack 47).
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { blockHost } from "../../src/newsroom/blocks.ts";
import { openAlliance } from "../support/ally.ts";
import { TurnedClock } from "../support/ledger.ts";
import { activity, startPeer } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";

/** Alice is an ally; mallory lives on a server that is blocked from now on. */
async function openBlocked() {
  const clock = new TurnedClock();
  const here = await openAlliance({ clock });
  const far = await startPeer();
  const mallory = far.actor("mallory");
  await blockHost(here.node.site, far.host, "blocked", null);
  // What is blocked is read again every few seconds.
  clock.turn(10_000);
  return { ...here, far, mallory, turn: (by: number) => clock.turn(by) };
}

test("attack 47: what is said on a blocked server does not come in by way of others", async () => {
  const here = await openBlocked();
  const { peer, alice, far, mallory, text, inbox } = here;
  const relay = peer.actor("relay", { type: "Application" });
  const note = post(far, mallory, { inReplyTo: text });
  const news = post(far, mallory);
  const create = activity(far, mallory, "Create", note);
  for (const by of [alice, relay]) {
    for (const object of [note.id, news.id, note, create, { ...create, type: "Update" }]) {
      expect(await here.say(by, activity(peer, by, "Announce", object, { to: [everybody] }))).toBe(202);
    }
    // Passed on as it came: signed by whoever passes it on.
    for (const forwarded of [create, activity(far, mallory, "Delete", note.id)]) {
      expect((await peer.post(by, inbox, forwarded)).status).not.toBe(202);
    }
    await here.say(by, activity(peer, by, "Create", note));
    await here.say(by, activity(peer, by, "QuoteRequest", text, { instrument: note }));
  }
  await here.worked();
  expect([await here.kept(), await here.wire()]).toEqual([[], []]);
  expect(far.log).toEqual([]);
});

test("attack 47: nobody leads the node to a blocked server, by a redirection, by another name or by another port", async () => {
  const here = await openBlocked();
  const { peer, alice, far, mallory, text, node } = here;
  const note = post(far, mallory, { inReplyTo: text });
  const { pathname } = new URL(note.id);
  const redirect = (path: string, location: string) =>
    peer.serves.set(path, { status: 302, headers: { location } });
  redirect("/notes/door", note.id);
  redirect("/notes/first", "/notes/door");
  redirect("/users/door", mallory.id);
  peer.serves.set("/notes/alias", { body: JSON.stringify(note) });
  const other = await startPeer();
  const { port } = new URL(other.url);
  await blockHost(node.site, "localhost", "blocked", null);
  here.turn(10_000);
  const elsewhere = `http://localhost:${port}${pathname}`;
  other.serves.set(pathname, { body: JSON.stringify({ ...note, id: elsewhere }) });
  for (const address of ["/notes/door", "/notes/first", "/notes/alias"].map((path) => peer.url + path)) {
    await here.say(alice, activity(peer, alice, "Announce", address, { to: [everybody] }));
    await here.say(alice, activity(peer, alice, "Create", address));
    await here.say(alice, activity(peer, alice, "Update", address));
  }
  await here.say(alice, activity(peer, alice, "Announce", elsewhere, { to: [everybody] }));
  await here.say(alice, activity(peer, alice, "Move", alice.id, { target: `${peer.url}/users/door` }));
  for (const named of [mallory.id, mallory.handle, `${peer.url}/users/door`, `x@localhost:${port}`]) {
    await expect(node.site.fediverse.lookup(named), named).rejects.toThrow();
  }
  await expect(node.site.fediverse.fetchPicture(`${peer.url}/notes/door`)).rejects.toThrow("does not speak");
  expect([await here.kept(), await here.wire()]).toEqual([[], []]);
  expect([far.log, other.log]).toEqual([[], []]);
});

test("attack 47: a signed question of a blocked server is refused where it counts, and answered as a stranger's where not", async () => {
  const here = await openBlocked();
  const { peer, alice, far, mallory, text, group, collective, node } = here;
  expect((await peer.get(alice, node.url + ap.followersOn(collective.id, peer.host))).status).toBe(200);
  for (const host of [far.host, peer.host]) {
    const list = node.url + ap.followersOn(collective.id, host);
    for (const spec of ["cavage", "rfc9421"] as const) {
      expect((await far.get(mallory, list, { spec })).status).toBe(403);
    }
  }
  const asJson = { headers: { accept: "application/activity+json" } };
  for (const address of [group, text, `${group}/outbox`, `${text}/replies`]) {
    const [signed, plain] = [await far.get(mallory, address), await fetch(address, asJson)];
    expect([signed.status, await signed.text()]).toEqual([200, await plain.text()]);
  }
  expect(far.log).toEqual([]);
  expect(
    (await far.post(mallory, here.inbox, about(far, mallory, "Create", post(far, mallory)))).status,
  ).toBe(403);
});
