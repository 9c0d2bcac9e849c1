// TLS in front of a node, as a web server stands there; it notes what passes, and this process trusts it.
import { type IncomingHttpHeaders, request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { onTestFinished } from "vitest";
import { makeCertificate } from "./certificate.ts";
import { startTestNode, type TestNode } from "./node.ts";

/** A request that passed, once it was answered. */
export interface Passed {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  status: number;
}

export interface Fronted {
  node: TestNode;
  /** Where the world finds the node: `https://127.0.0.1:PORT`. */
  origin: string;
  /** `127.0.0.1:PORT` */
  host: string;
  passed: Passed[];
}

/** Starts a whole node whose address is https. */
export async function startNodeBehindTls(): Promise<Fronted> {
  const credentials = makeCertificate();
  const trusted = getCACertificates("default");
  setDefaultCACertificates([...trusted, credentials.cert]);
  onTestFinished(() => setDefaultCACertificates(trusted));

  const passed: Passed[] = [];
  let inside = "";
  const server = createServer(credentials, (incoming, outgoing) => {
    const { method = "GET", url: path = "/", headers } = incoming;
    const onward = request(new URL(path, inside), { method, headers, agent: false }, (answer) => {
      const status = answer.statusCode!;
      passed.push({ method, path, headers, status });
      outgoing.writeHead(status, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `https://${host}`;
  const node = await startTestNode({ env: { ORIGIN: origin } });
  inside = node.url;
  return { node, origin, host, passed };
}
