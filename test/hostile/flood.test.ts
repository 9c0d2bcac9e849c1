// Floods: who sends too much, too slowly, or makes us ask too much is slowed down, and nobody else is (attack 32).
import { connect } from "node:net";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { outsideOf } from "../../federation/fetcher.ts";
import { createInboxDoor, type DoorLimits } from "../../federation/inbox_door.ts";
import { createSigners } from "../../federation/signer.ts";
import { ap } from "../../src/domain/paths.ts";
import type { Clock } from "../../src/site.ts";
import { startTestNode } from "../support/node.ts";
import { activity, type Peer, type PeerActor, signed, startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

const usual: DoorLimits = {
  waiting: 1000,
  perOrigin: { size: 1000, perSecond: 1 },
  bodies: 100,
  patience: 20_000,
};

/** A node behind a door that bears less than usual. */
async function setDoor(limits: Partial<DoorLimits>, clock?: Clock) {
  const [node, peer] = await Promise.all([
    startTestNode({ web: false, worker: false, ...(clock && { clock }) }),
    startPeer(),
  ]);
  const { site } = node;
  const app = express();
  const signers = createSigners(site, outsideOf(site).fetcher);
  app.post(ap.sharedInbox(), createInboxDoor(site, signers, { ...usual, ...limits }));
  const server = app.listen(site.config.port, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const inbox = node.url + ap.sharedInbox();
  const like = (by: Peer, actor: PeerActor) =>
    by.post(actor, inbox, activity(by, actor, "Like", "https://elsewhere.example/1"));
  return { site, peer, inbox, like, waiting: () => site.jobs.waiting("inbox", 1000) };
}

/** Begins to post to an inbox, and sends no more than the first letters. @returns what is answered in the end */
function trickle(inbox: string, by: PeerActor): { answer: Promise<string>; send(letter: string): void } {
  const { hostname, port, pathname } = new URL(inbox);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const head = Object.entries(signed("POST", inbox, "x".repeat(1000), by)).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`POST ${pathname} HTTP/1.1\r\n${head.join("\r\n")}\r\ncontent-length: 1000\r\n\r\n{`);
  let said = "";
  socket.on("data", (data) => {
    said += String(data);
  });
  const answer = new Promise<string>((ended) => {
    socket.on("error", () => {}).on("close", () => ended(said));
  });
  return { answer, send: (letter) => void (socket.writable && socket.write(letter)) };
}

test("attack 32: a body that trickles one byte a second is ended, and holds nobody up meanwhile", async () => {
  const { peer, inbox, like } = await setDoor({ patience: 3_000 });
  const alice = peer.actor("alice");
  const slow = trickle(inbox, peer.actor("slow"));
  const drops = setInterval(() => slow.send(" "), 1_000);
  onTestFinished(() => clearInterval(drops));
  let isOver = false;
  slow.answer.then(() => {
    isOver = true;
  });
  expect((await like(peer, alice)).status).toBe(202);
  expect(isOver).toBe(false);
  expect(await slow.answer).not.toMatch(/ 202 /);
}, 15_000);

test("attack 32: those who send slowly keep nobody out, however many they are", async () => {
  const { peer, inbox, like } = await setDoor({ bodies: 5 });
  const alice = peer.actor("alice");
  const slow = Array.from({ length: 12 }, () => trickle(inbox, alice));
  const ended: string[] = [];
  for (const { answer } of slow) answer.then((said) => ended.push(said));
  // Of twelve the five that came last may go on; whoever follows takes the place of another.
  await expect.poll(() => ended.length, { timeout: 10_000 }).toBe(7);
  for (let time = 0; time < 8; time++) expect((await like(peer, alice)).status).toBe(202);
  await expect.poll(() => ended.length).toBe(8);
  for (const said of ended) expect(said).not.toMatch(/ 202 /);
}, 15_000);

test("a server that sends too much is asked to wait, another one is not, and what was taken in is kept", async () => {
  let now = new Date();
  const here = await setDoor({ perOrigin: { size: 3, perSecond: 1 } }, { now: () => now });
  const { peer, like } = here;
  const other = await startPeer();
  const [alice, bob, carol] = [peer.actor("alice"), peer.actor("bob"), other.actor("carol")];
  for (const by of [alice, bob, alice]) expect((await like(peer, by)).status).toBe(202);
  // People of one server share what it may send.
  const answer = await like(peer, bob);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await like(other, carol)).status).toBe(202);
  // Whoever only pretends to be of that server uses up nothing of it.
  now = new Date(now.getTime() + 1_000);
  const forged = { ...alice, privateKey: carol.privateKey };
  for (let time = 0; time < 5; time++) expect((await like(peer, forged)).status).toBe(401);
  expect((await like(peer, alice)).status).toBe(202);
  expect(await here.waiting()).toBe(5);
});

test("a server that is slow to show its keys takes only its own share of those who ask", async () => {
  const { peer, sharedInbox } = await setScene({ worker: false });
  const far = await startPeer();
  const slow = Array.from({ length: 12 }, (_, number) => far.actor(`slow${number}`));
  const held: (() => void)[] = [];
  for (const { name, document } of slow) {
    far.serves.set(`/users/${name}`, (_, answer) => {
      held.push(() => {
        answer.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document));
      });
    });
  }
  const like = (by: Peer, actor: PeerActor) =>
    by.post(actor, sharedInbox, activity(by, actor, "Like", "https://elsewhere.example/1"));
  const statuses: number[] = [];
  const all = Promise.all(
    slow.map(async (actor) => {
      const answer = await like(far, actor);
      statuses.push(answer.status);
      return answer;
    }),
  );
  await expect.poll(() => statuses).toEqual([503, 503, 503, 503]);
  expect(held).toHaveLength(8);
  expect((await like(peer, peer.actor("bob"))).status).toBe(202);
  for (const release of held) release();
  const answers = await all;
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(8);
  const turned = answers.find(({ status }) => status === 503)!;
  expect(Number(turned.headers.get("retry-after"))).toBeGreaterThan(0);
});
