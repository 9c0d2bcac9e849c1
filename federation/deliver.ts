// The sender: takes deliveries from the ledger, signs and posts them, and writes down what came of each.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { getLogger } from "@logtape/logtape";
import { type Claimed, claim, claimProbes, giveBack, renew } from "../src/db/ledger.ts";
import { listen } from "../src/db/listen.ts";
import { deliveryChannel } from "../src/newsroom/send.ts";
import type { Site } from "../src/site.ts";
import { createLanes } from "./delivery/lanes.ts";
import { type Pace, usualPace } from "./delivery/pace.ts";
import { createSettler } from "./delivery/settler.ts";
import { createTrier, type Loaded } from "./delivery/trier.ts";
import { createEgress, type Egress } from "./egress.ts";

/** A row in hand. */
interface InHand extends Loaded {
  /** When its request began, by the clock that never jumps. */
  began: number;
  /** Whether it no longer counts among those at once. */
  slow: boolean;
}

export interface Sender {
  /** Ends what is under way, for a few seconds, and gives back what has not been sent. */
  stop(): Promise<void>;
}

const log = getLogger(["tern", "deliver"]);
/** What a sender has in hand besides what is under way, so that it never waits for the ledger. */
const ahead = 3;
/** A row of a known database may be taken twice (after the clock has jumped, say); never two requests of it at once. */
const nameOf = (row: { activity: string; inbox: string }) => `${row.activity} ${row.inbox}`;

/**
 * Sends what the ledger has, until it is stopped. Any number of senders may share a ledger; their clocks must agree
 * within the length of a lease. What one had under way when it was killed is sent again by another.
 */
export function startSender(site: Site, egress?: Egress, pace: Partial<Pace> = {}): Sender {
  const { atOnce, perHost, slow, slowAtOnce, timeout, lease, poll, patience } = { ...usualPace, ...pace };
  const { db, clock } = site;
  const way = egress ?? createEgress(site.config);
  const trier = createTrier(site, way);
  const lanes = createLanes<InHand>(perHost);
  const inHand = new Map<string, InHand>();
  const flying = new Set<InHand>();
  let quick = 0;
  let turn = "";
  let isLooking = false;
  let isStopping = false;
  /** Whether the ledger may have something to take now. */
  let isWorthLooking = true;
  let nextLook = 0;
  let nextProbe = 0;
  let nextRenewal = performance.now() + lease / 3;

  const settler = createSettler(site, {
    onSettled(rows, failing) {
      for (const row of rows) inHand.delete(nameOf(row));
      for (const host of failing) handBack(lanes.clear(host)).catch(complain);
      // What was settled may let others go: later ones about the same object, or more of the same host.
      isWorthLooking = true;
      look();
    },
  });

  function complain(error: unknown): void {
    log.warn("The ledger could not be read or written: {error}", { error });
  }

  async function look(): Promise<void> {
    // All but the slow ones: what waits, is under way, or is not written down yet.
    const room = atOnce * (1 + ahead) - inHand.size + (flying.size - quick);
    if (isStopping || isLooking || !isWorthLooking || room < atOnce) return;
    isLooking = true;
    isWorthLooking = false;
    const began = performance.now();
    try {
      const now = clock.now();
      const terms = { now, lease: randomUUID(), until: new Date(now.getTime() + lease) };
      if (began >= nextProbe) {
        nextProbe = began + poll;
        await take(await claimProbes(db, { ...terms, lease: randomUUID(), limit: 16 }));
      }
      const from = turn;
      const busy = lanes.busy(perHost);
      const { rows, next } = await claim(db, {
        ...terms,
        limit: room,
        after: from,
        perHost: 2 * perHost,
        busy,
      });
      turn = next;
      await take(rows);
      if (next !== "" || from !== "") isWorthLooking = true;
    } catch (error) {
      if (!isStopping) complain(error);
    }
    isLooking = false;
    // Looking may take a twentieth of the time at most, however many hosts there are to look at.
    nextLook = performance.now() + Math.max(poll, 20 * (performance.now() - began));
    if (isWorthLooking) look();
  }

  async function take(rows: Claimed[]): Promise<void> {
    if (rows.length === 0) return;
    const fresh: Claimed[] = [];
    for (const row of rows) {
      const known = inHand.get(nameOf(row));
      if (known) known.lease = row.lease;
      else fresh.push(row);
    }
    for (const loaded of await trier.load(fresh)) {
      const one: InHand = { ...loaded, began: 0, slow: false };
      inHand.set(nameOf(one), one);
      if (one.blocked) settler.cancel(one, "blocked");
      else if (one.final) settler.cancel(one, "taken back");
      else lanes.add(one);
    }
    launch();
  }

  function launch(): void {
    while (!isStopping && quick < atOnce && flying.size < atOnce + slowAtOnce) {
      const row = lanes.next();
      if (!row) return;
      quick++;
      flying.add(row);
      row.began = performance.now();
      fly(row);
    }
  }

  async function fly(row: InHand): Promise<void> {
    const tried = await trier.run(row);
    flying.delete(row);
    if (!row.slow) quick--;
    lanes.landed(row);
    // Cut off by stop: it may have arrived or not, so the next sender does it again.
    if (!row.cut) settler.add(row, tried);
    launch();
    look();
  }

  async function handBack(rows: InHand[]): Promise<void> {
    for (const row of rows) inHand.delete(nameOf(row));
    if (rows.length > 0) await giveBack(db, rows);
  }

  function tick(): void {
    const now = performance.now();
    for (const row of flying) {
      const age = now - row.began;
      if (age > timeout) row.flight?.cut("timeout");
      else if (age > slow && !row.slow) {
        row.slow = true;
        quick--;
      }
    }
    if (now >= nextRenewal && inHand.size > 0) {
      nextRenewal = now + lease / 3;
      renew(db, new Date(clock.now().getTime() + lease), [...inHand.values()]).catch(complain);
    }
    if (now >= nextLook) isWorthLooking = true;
    launch();
    look();
  }

  const stopListening = listen(db, deliveryChannel, () => {
    isWorthLooking = true;
    look();
  });
  const ticking = setInterval(tick, Math.min(100, slow / 4));

  return {
    async stop() {
      if (isStopping) return;
      isStopping = true;
      await stopListening();
      await handBack(lanes.clear()).catch(complain);
      const until = performance.now() + patience;
      while ((flying.size > 0 || isLooking) && performance.now() < until) await pause(20);
      clearInterval(ticking);
      const rest = [...flying];
      for (const row of rest) {
        row.cut = true;
        row.flight?.cut("broken off");
      }
      await settler.stop();
      await handBack([...rest, ...lanes.clear()]).catch(complain);
      if (!egress) await way.close();
    },
  };
}
