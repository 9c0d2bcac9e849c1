// The fixture's node on a real socket, and how another server asks it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createDocuments } from "../../federation/documents.ts";
import type { Site } from "../../src/site.ts";
import { createApp } from "../../src/web/app.ts";
import { origin } from "./fixture.ts";

export interface Served {
  /** Asks for an address of the node, written with or without its origin, and does not follow where it leads. */
  get(address: string, options?: RequestInit & { accept?: string | undefined }): Promise<Response>;
  /** The JSON at an address, as a server asks for it. */
  json(address: string): Promise<Record<string, unknown>>;
}

/** Listens until the test is over. */
export async function serve(site: Site): Promise<Served> {
  const server = createServer(createApp(site, createDocuments(site)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as AddressInfo;
  const get: Served["get"] = (address, { accept = "application/activity+json", headers, ...options } = {}) =>
    fetch(`http://127.0.0.1:${port}${address.replace(site.config.origin, "").replace(origin, "")}`, {
      redirect: "manual",
      headers: { accept, ...headers },
      ...options,
    });
  return {
    get,
    async json(address) {
      const answer = await get(address);
      if (answer.status !== 200)
        throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Record<string, unknown>;
    },
  };
}
