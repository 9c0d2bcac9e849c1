// Stands at the address under which other servers know a node, passes on what comes there, and writes all of it down.
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { WhenOver } from "./site.ts";

/** A request and its answer, word for word. */
export interface Overheard {
  method: string;
  /** Path with query. */
  path: string;
  /** As they came, in pairs. */
  headers: [string, string][];
  body: string;
  answered: { status: number; headers: [string, string][]; body: string } | undefined;
}

export interface Tap {
  /** What others take for the node's address. */
  url: string;
  /** Oldest first. */
  log: Overheard[];
  /** Where the node listens in truth; until then everything is answered 503. */
  leadTo(door: string): void;
}

/** Starts one on a free port; it stops when the test is over. */
export async function startTap(whenOver: WhenOver = onTestFinished): Promise<Tap> {
  let door: string | undefined;
  const server = createServer(async (request, answer) => {
    const body = await bytesOf(request);
    const heard: Overheard = {
      method: request.method!,
      path: request.url!,
      headers: pairs(request.rawHeaders),
      body: body.toString(),
      answered: undefined,
    };
    tap.log.push(heard);
    if (door === undefined) answer.writeHead(503).end();
    else pass(door, request, body, heard, answer);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const tap: Tap = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: [],
    leadTo(address) {
      door = address;
    },
  };
  whenOver(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  return tap;
}

function pass(
  door: string,
  { method, url, rawHeaders }: IncomingMessage,
  body: Buffer,
  heard: Overheard,
  answer: ServerResponse,
): void {
  const passed = ask(`${door}${url}`, { method: method!, headers: rawHeaders }, async (came) => {
    const bytes = await bytesOf(came);
    const headers = pairs(came.rawHeaders);
    heard.answered = { status: came.statusCode!, headers, body: bytes.toString() };
    answer.writeHead(came.statusCode!, came.rawHeaders).end(bytes);
  });
  passed.on("error", () => answer.destroy());
  passed.end(body);
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1]!] as [string, string]] : []));
}
