// Listens on the node's port, and lets go of it in order.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Config, ConfigError } from "../config.ts";

export interface Listening {
  /** Where: scheme, address and port. */
  readonly url: string;
  /** Takes no new requests, finishes those that run, and hangs up on who is still there after `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}

/** @throws {ConfigError} when HOST and PORT are not to be had */
export async function listen({ listenHost, port }: Config, answer: RequestListener): Promise<Listening> {
  const server = createServer(answer);
  // Longer than a proxy in front keeps its connections, so that it is not we who hang up on a request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(port, listenHost, listening);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(whyNot(error, listenHost, port), { cause: error });
  });
  return { url: urlOf(server), stop: (patience) => drain(server, patience) };
}

function whyNot({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE") {
    return `PORT is ${port}, but another program listens there already: end it, or choose another port.`;
  }
  if (code === "EACCES") return `PORT is ${port}, which this user may not use: choose one above 1023.`;
  return `HOST is "${host}", where this machine cannot listen (${code}).`;
}

function urlOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

async function drain(server: Server, patience: number): Promise<void> {
  const hangUp = setTimeout(() => server.closeAllConnections(), patience);
  // A connection that is kept alive becomes idle when its answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise((closed) => server.close(closed));
  clearInterval(idle);
  clearTimeout(hangUp);
}
