import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { sharedEdition } from "../support/edition.ts";
import { startTestNode } from "../support/node.ts";

const edition = sharedEdition();

test("a browser is told to load nothing from elsewhere and to tell nobody where it has been", async () => {
  const { get, report } = edition();
  for (const path of ["/", report.path, "/nowhere", "/feed.atom", "/healthz"]) {
    const { headers } = await get(path);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none';connect-src 'self';img-src 'self';style-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    for (const name of ["x-powered-by", "strict-transport-security", "set-cookie"]) {
      expect(headers.get(name)).toBeNull();
    }
  }
});

test("a node that is reached by https asks browsers to keep to it", async () => {
  const { site } = await startTestNode({ worker: false, env: { ORIGIN: "https://node.example" } });
  const { port } = site.config;
  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("stylesheet and icon have names that change with them, and may be kept for ever", async () => {
  const { get } = edition();
  const html = await (await get("/")).text();
  const paths = [...html.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(paths.map((path) => path.replace(/\.[0-9a-f]{8}\./, "."))).toEqual([
    "/assets/site.css",
    "/assets/tern.svg",
  ]);
  for (const path of paths) {
    const response = await get(path);
    expect([response.status, response.headers.get("cache-control")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
  }
  const icon = await get("/favicon.ico");
  expect([icon.status, icon.headers.get("content-type")]).toEqual([200, "image/x-icon"]);
  expect((await get("/assets/site.00000000.css")).status).toBe(404);
});

test("a picture can be shown by others, in parts too, but is nothing else than a picture", async () => {
  const { get, report } = edition();
  const html = await (await get(report.path)).text();
  const path = /src="(\/media\/[^"]+)"/.exec(html)![1]!;
  const whole = await get(path, { accept: "application/activity+json" });
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-type": "image/jpeg",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  });
  expect(whole.headers.get("last-modified")).toBeNull();
  const part = await get(path, { range: "bytes=10-19" });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await get(path, { "if-none-match": whole.headers.get("etag")! })).status).toBe(304);
});

test("nothing but pictures under their random names is served from the data folder", async () => {
  const { get, node } = edition();
  const { dataDir } = node.site.config;
  await writeFile(join(dataDir, "media", "secret"), "secret");
  await writeFile(join(dataDir, "media", "0123456789abcdef.html"), "<script>alert(1)</script>");
  const names = ["secret", "0123456789abcdef.html", "0123456789abcdef.jpg", "..%2fsecret", "%2e%2e%2fsecret"];
  const refused = [...names, "", "01", "01%2f0123456789abcdef.html", "..%5csecret"];
  const answers = await Promise.all(refused.map(async (name) => (await get(`/media/${name}`)).status));
  expect(answers).toEqual(refused.map(() => 404));
  const raw = await rawRequest(node.site.config.port, "GET /media/../secret HTTP/1.1");
  expect(raw).toMatch(/^HTTP\/1.1 404 /);
});

test("a broken address is answered with a sentence, in the reader's language", async () => {
  const { get, node } = edition();
  const misread = await get("/harbour/%E0%A4%A", { "accept-language": "fr" });
  expect(misread.status).toBe(400);
  expect(await misread.text()).toContain("Une adresse illisible");
  const nul = await get("/harbour/a%00b");
  expect(nul.status).toBe(404);
  expect(await nul.text()).toContain("Nothing at this address");
  const long = await get(`/harbour/${"x".repeat(8000)}`);
  expect(long.status).toBe(404);
  const raw = await rawRequest(node.site.config.port, "GET //evil.example/%2e%2e HTTP/1.1");
  expect(raw).toMatch(/^HTTP\/1.1 404 /);
});

test("no address can make the node fail, nor send anybody elsewhere", async () => {
  const { get, node, report } = edition();
  const odd = [
    "'",
    '"',
    "<script>",
    "\\",
    "%",
    "؀",
    "🐦",
    "a b",
    "$ne",
    "__proto__",
    "constructor",
    "x'--",
    "1e999",
  ];
  for (const one of odd) {
    const name = encodeURIComponent(one);
    for (const path of [
      `/${name}`,
      `/harbour/${name}`,
      `/harbour/2015/09/${name}`,
      `/tags/${name}`,
      `/before/${name}`,
    ]) {
      const { status, headers } = await get(path);
      expect([404, 301]).toContain(status);
      const location = headers.get("location");
      if (location !== null) expect(new URL(location, node.url).origin).toBe(node.url);
    }
  }
  const elsewhere = await get(report.path, {
    accept: "application/activity+json",
    host: "evil.example",
    "x-forwarded-host": "evil.example",
  });
  expect(elsewhere.headers.get("location")).toMatch(new RegExp(`^${node.url}/ap/articles/`));
});

test("while the database is away, readers and servers are told to come back", async () => {
  const { site, url } = await startTestNode({ worker: false });
  await fetch(url);
  await site.db.destroy();
  const page = await fetch(url, { headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("retry-after")]).toEqual([503, "60"]);
  expect(await page.text()).toContain("Nothing is lost");
  const document = await fetch(`${url}/harbour`, { headers: { accept: "application/activity+json" } });
  expect([document.status, document.headers.get("content-type")]).toEqual([
    503,
    "application/problem+json; charset=utf-8",
  ]);
});

test("while PostgreSQL throws everybody out, readers get a page or a sentence, and then the page again", async () => {
  const { site, url } = await startTestNode({ worker: false });
  const statuses: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const asked = Array.from({ length: 6 }, () => fetch(url, { headers: { accept: "text/html" } }));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
      .execute(site.db)
      .catch(() => {});
    statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
  }
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  await expect.poll(async () => (await fetch(url, { headers: { accept: "text/html" } })).status).toBe(200);
});

/** The start of the answer to a request that no client would send. */
function rawRequest(port: number, line: string): Promise<string> {
  return new Promise((answered, failed) => {
    let text = "";
    connect(port, "127.0.0.1")
      .on("error", failed)
      .on("data", (data) => {
        text += data;
      })
      .on("close", () => answered(text))
      .write(`${line}\r\nHost: node.example\r\nConnection: close\r\n\r\n`);
  });
}
