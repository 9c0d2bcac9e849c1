// TLS in front of every host of the test, as a web server would stand there; it notes what passes.
import { request } from "node:http";
import { createServer } from "node:https";
import { onTestFinished } from "vitest";
import type { Credentials } from "./authority.ts";
import { backends, type Host } from "./hosts.ts";

/** One request that passed, once it was answered. */
export interface Passed {
  host: Host;
  method: string;
  path: string;
  status: number;
}

/**
 * Listens on 443 and passes on by host name: method, path, headers and body untouched, with X-Forwarded-For and -Proto.
 * @returns the list of what passed; it grows
 */
export async function startProxy(credentials: Credentials): Promise<Passed[]> {
  const passed: Passed[] = [];
  const server = createServer(credentials, (incoming, outgoing) => {
    const { method = "GET", url: path = "/", rawHeaders } = incoming;
    const host = incoming.headers.host as Host;
    const note = (status: number) => passed.push({ host, method, path, status });
    const fail = () => {
      note(502);
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    };
    const port: number | undefined = backends[host];
    if (port === undefined) return fail();
    const forwarded = ["X-Forwarded-For", incoming.socket.remoteAddress ?? "", "X-Forwarded-Proto", "https"];
    const onward = request(
      { host: "127.0.0.1", port, method, path, headers: [...rawHeaders, ...forwarded], agent: false },
      (answer) => {
        note(answer.statusCode ?? 502);
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", fail);
    incoming.pipe(onward);
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(443, "127.0.0.1", listening);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return passed;
}
