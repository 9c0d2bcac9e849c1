// Many small servers on loopback addresses that take whatever is posted to them, or do not, as each test wants.
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createListener, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A POST that came. */
export interface Posted {
  /** Address and port of the server it came to. */
  host: string;
  /** Path with query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a server does with a POST: answers with a status, never answers, or cuts the connection. */
export type Reaction =
  | number
  | { status: number; headers?: Record<string, string>; body?: string }
  | "hang"
  | "cut";

export interface Sink {
  hosts: string[];
  /** Everything that came, oldest first. */
  posts: Posted[];
  /** 202 unless changed. */
  react: (posted: Posted) => Reaction | Promise<Reaction>;
  /** How many connections were made. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** Starts so many servers, each on an address of its own, all on one port; they stop when the test is over. */
export async function startSink(count: number): Promise<Sink> {
  const http = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", async () => {
      const { localAddress, localPort } = request.socket;
      const posted: Posted = {
        host: `${localAddress}:${localPort}`,
        path: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      sink.posts.push(posted);
      const reaction = await sink.react(posted);
      if (reaction === "hang") return;
      if (reaction === "cut") return request.socket.destroy();
      const {
        status,
        headers = {},
        body = "",
      } = typeof reaction === "number" ? { status: reaction } : reaction;
      return answer.writeHead(status, headers).end(body);
    });
  });
  http.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  let connections = 0;
  const listeners: Server[] = [];
  let port = 0;
  const base = Math.floor(Math.random() * 200) + 1;
  const hosts: string[] = [];
  for (let index = 0; index < count; index++) {
    const address = `127.${base}.${Math.floor(index / 250)}.${(index % 250) + 1}`;
    const listener = createListener((socket) => {
      connections++;
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      http.emit("connection", socket);
    });
    await new Promise<void>((listening, failed) => {
      listener.once("error", failed);
      listener.listen(port, address, listening);
    });
    port = (listener.address() as AddressInfo).port;
    listeners.push(listener);
    hosts.push(`${address}:${port}`);
  }
  let stopped: Promise<unknown> | undefined;
  const sink: Sink = {
    hosts,
    posts: [],
    react: () => 202,
    get connections() {
      return connections;
    },
    async stop() {
      stopped ??= Promise.all(listeners.map((one) => new Promise((closed) => one.close(closed))));
      for (const socket of sockets) socket.destroy();
      await stopped;
    },
  };
  onTestFinished(() => sink.stop());
  return sink;
}
