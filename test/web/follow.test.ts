import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { type Edition, printEdition } from "../support/edition.ts";
import { type Peer, startPeer } from "../support/peer.ts";

const intent = "https://w3id.org/fep/3b86/Follow";
const ostatus = "http://ostatus.org/schema/1.0/subscribe";

test("a reader types their handle and is taken to their own server, with the collective's address", async () => {
  const { edition, peer, ask } = await prepare();
  const template = `${peer.url}/authorize_interaction?uri={uri}`;
  offer(peer, "alice", [{ rel: ostatus, template }]);
  const answer = await ask("/harbour/follow", `@alice@${peer.host}`);
  const uri = edition.node.url + ap.collective(edition.harbour.id);
  expect([answer.status, answer.headers.get("location")]).toEqual([
    303,
    `${peer.url}/authorize_interaction?uri=${encodeURIComponent(uri)}`,
  ]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("an intent is taken before the older template, and what else it asks for is left out", async () => {
  const { peer, ask } = await prepare();
  offer(peer, "alice", [
    { rel: ostatus, template: `${peer.url}/old?uri={uri}` },
    { rel: intent, template: `${peer.url}/follow?who={object}&then={on-success}` },
  ]);
  const answer = await ask("/harbour/follow", `alice@${peer.host}`);
  expect(answer.headers.get("location")).toMatch(/\/follow\?who=http[^&]*&then=$/);
});

test("a server's name is enough", async () => {
  const { peer, ask } = await prepare();
  const named = await ask("/harbour/follow", peer.url);
  expect(named.headers.get("location")).toMatch(`${peer.url}/authorize_interaction?uri=http`);
  offer(peer, peer.host, [{ rel: ostatus, template: `${peer.url}/s?u={uri}` }]);
  expect((await ask("/harbour/follow", ` ${peer.host}/ `)).headers.get("location")).toMatch(
    `${peer.url}/s?u=`,
  );
});

test("what leads nowhere is said next to the field, in the reader's language, and what was typed is still there", async () => {
  const { edition, peer, ask } = await prepare();
  peer.actor("bob");
  const own = edition.node.site.config.host;
  for (const [typed, sentence] of [
    ["", "Please type your handle"],
    ["what is this", "That is neither a handle"],
    ["@@@", "That is neither a handle"],
    ["javascript:alert(1)", "That is neither a handle"],
    [`"><script>@${own}`, "That is neither a handle"],
    [`@me@${own}`, "That is this server itself"],
    [`@nobody@${peer.host}`, "Nobody by that name was found there."],
    [`@bob@${peer.host}`, "That server does not say where to follow somebody."],
    ["@alice@127.0.0.1:9", "That server does not answer right now."],
  ] as const) {
    const answer = await ask("/harbour/follow", typed);
    const html = await answer.text();
    expect([typed, answer.status]).toEqual([typed, 422]);
    expect(html).toContain(`<p class="trouble" id="trouble">${sentence}`);
    expect(html).toContain('aria-invalid="true" aria-describedby="trouble"');
    expect(html).not.toContain("<script");
  }
  const french = await ask("/harbour/follow", "??", { "accept-language": "fr" });
  expect(await french.text()).toContain("Ce n’est ni un identifiant");
});

test("no server can send readers to a script, to an address without a place for ours, or with a password", async () => {
  const { peer, ask } = await prepare();
  for (const template of [
    "javascript:alert('{uri}')",
    "data:text/html,{uri}",
    `${peer.url}/nothing`,
    `http://name:word@${peer.host}/{uri}`,
    "//evil.example/{uri}",
    `http://127.0.0.1/${"x".repeat(5000)}{uri}`,
    "{uri}",
  ]) {
    offer(peer, "alice", [{ rel: ostatus, template }]);
    const answer = await ask("/harbour/follow", `@alice@${peer.host}`);
    expect([template, answer.status, answer.headers.get("location")]).toEqual([template, 422, null]);
  }
  offer(peer, "alice", "not a list");
  expect((await ask("/harbour/follow", `@alice@${peer.host}`)).status).toBe(422);
});

test("only a form of this site is taken, and a flood of them is slowed down without knowing who", async () => {
  const { edition, peer } = await prepare();
  const send = (headers: Record<string, string>) =>
    fetch(`${edition.node.url}/harbour/follow`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ server: peer.host }),
      redirect: "manual",
    });
  expect((await send({ origin: "https://evil.example" })).status).toBe(403);
  expect((await send({})).status).toBe(403);
  const statuses = new Set<number>();
  for (let asked = 0; asked < 125; asked += 1) {
    statuses.add((await send({ origin: edition.node.url })).status);
  }
  expect([...statuses]).toEqual([303, 429]);
});

test("whom another server sends here with an address of ours comes to its page", async () => {
  const { edition } = await prepare();
  const { node, get, harbour, report, draft } = edition;
  const lead = async (uri: string) => {
    const answer = await get(`/authorize_interaction?uri=${encodeURIComponent(uri)}`);
    return [answer.status, answer.headers.get("location")];
  };
  const { host } = node.site.config;
  expect(await lead(node.url + ap.collective(harbour.id))).toEqual([303, "/harbour"]);
  expect(await lead(`acct:harbour@${host}`)).toEqual([303, "/harbour"]);
  expect(await lead(`@Harbour@${host}`)).toEqual([303, "/harbour"]);
  expect(await lead(node.url + report.path)).toEqual([303, report.path]);
  expect(await lead(node.url + ap.report(report.id))).toEqual([303, report.path]);
  for (const uri of [
    node.url + ap.report(draft.id),
    `${node.url}//evil.example`,
    `${node.url}/\\evil.example`,
  ]) {
    expect(await lead(uri)).toEqual([200, null]);
  }
});

test("whom another server sends here with somebody else's address is told why not here, and led to their own", async () => {
  const { edition, peer, ask } = await prepare();
  const uri = "https://elsewhere.example/@somebody";
  const response = await edition.get(`/authorize_interaction?uri=${encodeURIComponent(uri)}`);
  const html = await response.text();
  expect(html).toContain("Nobody has an account on this server");
  expect(html).toContain(`<input type="hidden" name="uri" value="${uri}">`);
  expect(html).toContain('<meta name="robots" content="noindex">');
  const answer = await ask("/authorize_interaction", peer.host, {}, { uri });
  expect(answer.headers.get("location")).toBe(
    `${peer.url}/authorize_interaction?uri=${encodeURIComponent(uri)}`,
  );
  for (const bad of ["javascript:alert(1)", "x", "https://a:b@c.example/", "x".repeat(3000)]) {
    const shown = await edition.get(`/authorize_interaction?uri=${encodeURIComponent(bad)}`);
    expect(shown.status).toBe(200);
    expect(await shown.text()).not.toContain('name="server"');
    expect((await ask("/authorize_interaction", peer.host, {}, { uri: bad })).status).toBe(404);
  }
});

test("the pages with the form may lead a browser to other servers, and no other page may", async () => {
  const { edition } = await prepare();
  const { get, report } = edition;
  const policy = async (path: string) => (await get(path)).headers.get("content-security-policy");
  for (const path of [
    "/harbour",
    "/harbour/follow",
    "/authorize_interaction?uri=https%3A%2F%2Fx.example%2F",
  ]) {
    expect(await policy(path)).toContain("form-action 'self' https:");
  }
  for (const path of ["/", report.path, "/search"])
    expect(await policy(path)).toContain("form-action 'self';");
});

test("the collective's page has its address as a code, drawn into the page", async () => {
  const { edition } = await prepare();
  const html = await (await edition.get("/harbour")).text();
  expect(html).toMatch(
    /<svg class="qr"[^>]*role="img" aria-label="The address of Harbour &lt;Watch> &amp; Friends/,
  );
});

async function prepare() {
  const edition: Edition = await printEdition();
  const peer = await startPeer();
  const ask = (
    path: string,
    server: string,
    headers: Record<string, string> = {},
    more: Record<string, string> = {},
  ) =>
    fetch(edition.node.url + path, {
      method: "POST",
      headers: { accept: "text/html", origin: edition.node.url, ...headers },
      body: new URLSearchParams({ server, ...more }),
      redirect: "manual",
    });
  return { edition, peer, ask };
}

/** What a peer's WebFinger says of somebody. */
function offer(peer: Peer, name: string, links: unknown): void {
  const subject = `acct:${name}@${peer.host}`;
  peer.serves.set(`/.well-known/webfinger?resource=${encodeURIComponent(subject)}`, {
    type: "application/jrd+json",
    body: JSON.stringify({ subject, links }),
  });
}
