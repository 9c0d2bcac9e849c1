// A process that verifies the signature of whatever is posted to it, with keys it is given, inserts the body, and does nothing else.
import { createHash, createPublicKey, verify } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

const [{ connection, keys: pems }] = (await once(process, "message")) as [
  { connection: pg.PoolConfig; keys: Record<string, string> },
];
const keys = new Map(Object.entries(pems).map(([name, pem]) => [name, createPublicKey(pem)]));
// As many connections as a node has for its queries.
const pool = new pg.Pool({ ...connection, max: 10 });
await pool.query("create table bare (id bigint generated always as identity primary key, body text)");

function isSigned({ headers, method, url }: IncomingMessage, body: Buffer): boolean {
  const said = Object.fromEntries(
    [...String(headers.signature).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  if (headers.digest !== `SHA-256=${createHash("sha256").update(body).digest("base64")}`) return false;
  const text = said
    .headers!.split(" ")
    .map(
      (name: string) =>
        `${name}: ${name === "(request-target)" ? `${method!.toLowerCase()} ${url}` : headers[name.toLowerCase()]}`,
    )
    .join("\n");
  const key = keys.get(said.keyId!);
  return (
    key !== undefined &&
    verify("sha256", Buffer.from(text), key, Buffer.from(String(said.signature), "base64"))
  );
}

const server = createServer(async (request, answer) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (isSigned(request, body)) {
    await pool.query("insert into bare (body) values ($1)", [body.toString()]);
    answer.writeHead(202, { "content-length": 0 }).end();
  } else answer.writeHead(401).end();
});
server.listen(0, "127.0.0.1", () => {
  process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => process.exit());
