// Watches the way out of this process: every connection that is begun, by whatever means, and whose hand began it.
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { WhenOver } from "./site.ts";

export interface Outgoing {
  /** Address and port of every TCP connection that was tried, a name that was looked up, or `udp`. */
  reached: string[];
  /** Does something as people do it, who sit at no node: what it asks for is theirs. */
  byHand<T>(deed: () => Promise<T>): Promise<T>;
  /** Requests that people made, with their headers. */
  asked: { address: string; headers: string }[];
  /** Requests that nodes made. */
  sent: string[];
}

/** Undici's account of a request. https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
interface Created {
  request: { origin: string; path: string; headers: string | readonly string[] };
}

/** Watches until the test is over. */
export function watchOutgoing(whenOver: WhenOver = onTestFinished): Outgoing {
  const hands = new AsyncLocalStorage<boolean>();
  const outgoing: Outgoing = {
    reached: [],
    byHand: (deed) => hands.run(true, deed),
    asked: [],
    sent: [],
  };
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on("lookup", (_error, _address, _family, host) => outgoing.reached.push(String(host)));
    socket.on("connectionAttempt", (address, port) => {
      // A path is a socket of this machine: the database.
      if (!address.startsWith("/")) outgoing.reached.push(`${address}:${port}`);
    });
  };
  const onDatagrams = () => outgoing.reached.push("udp");
  const onRequest = (message: unknown) => {
    const { origin, path, headers } = (message as Created).request;
    const address = String(origin) + path;
    if (hands.getStore() === true) outgoing.asked.push({ address, headers: [headers].flat().join("\n") });
    else outgoing.sent.push(address);
  };
  const watched = [
    ["net.client.socket", onSocket],
    ["udp.socket", onDatagrams],
    ["undici:request:create", onRequest],
  ] as const;
  for (const [channel, watcher] of watched) subscribe(channel, watcher);
  whenOver(async () => {
    for (const [channel, watcher] of watched) unsubscribe(channel, watcher);
  });
  return outgoing;
}
