// snac, a server in C that shares nothing with Tern, with one person on it: alice, who looks things up and follows.
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { runCommand, startServer } from "./child.ts";
import { backends, given } from "./hosts.ts";

const origin = "https://snac.test";

/** What alice can do and see. */
export interface Alice {
  readonly actor: string;
  /** Finds an account by its handle (`@name@host`), as her server tells it; undefined when it finds none. */
  find(handle: string): Promise<Account | undefined>;
  follow(account: Account): Promise<void>;
  unfollow(account: Account): Promise<void>;
  /** Whether she follows, once her server knows that she was accepted. */
  follows(account: Account): Promise<boolean>;
  /** Her timeline as she sees it in a browser, as HTML. */
  timeline(): Promise<string>;
  /** Answers a status, and gives what she has written. */
  reply(to: Status, words: string): Promise<Status>;
  edit(own: Status, words: string): Promise<void>;
  /** Deletes what she has written, by the button on her page: for apps snac has no way. */
  remove(own: Status): Promise<void>;
  /** Likes (`favourite`) or boosts (`reblog`) a status, or takes that back. */
  react(to: Status, how: "favourite" | "unfavourite" | "reblog" | "unreblog"): Promise<void>;
  /** Texts of her timeline as apps get it (Mastodon's API). */
  appTimeline(): Promise<Status[]>;
  /** What her server has logged. */
  log(): string;
}

export interface Account {
  id: string;
  acct: string;
  display_name: string;
  url: string;
}

export interface Status {
  id: string;
  uri: string;
  content: string;
  media_attachments: { description: string | null }[];
  /** What is passed on, where that is all that the status does. */
  reblog: Status | null;
  account: Account;
}

/** Starts snac with a fresh folder and alice as its only user; it ends with the test. */
export async function startSnac(): Promise<Alice> {
  const program = process.env[given.snac];
  const folder = process.env[given.folder];
  if (!program || !folder) throw new Error("Run these tests with `npm run test:interop`.");
  const data = join(folder, `snac-${randomUUID()}`);
  const answers = ["127.0.0.1", backends["snac.test"], "snac.test", "", ""];
  await runCommand(program, ["init", data], { input: answers.map((answer) => `${answer}\n`).join("") });
  await hurry(join(data, "server.json"));
  const added = await runCommand(program, ["adduser", data, "alice"], { input: "\nalice\n\n" });
  const password = /^User password is (\S+)/m.exec(added)?.[1];
  if (password === undefined) throw new Error(`snac gave alice no password: ${added}`);
  const server = startServer(program, ["httpd", data], { PATH: process.env.PATH, DEBUG: "2" });
  let said = "";
  server.stderr?.on("data", (text: string) => {
    said += text;
  });
  await expect.poll(() => answers200(`${origin}/nodeinfo_2_0`), { message: "snac answers" }).toBe(true);
  return alice(password, () => said);
}

/** Failed deliveries are tried again after a minute at most, not after hours. */
async function hurry(file: string): Promise<void> {
  const settings = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...settings, dbglevel: 2, queue_retry_minutes: 1 }));
}

async function alice(password: string, log: () => string): Promise<Alice> {
  const form = new URLSearchParams({ login: "alice", passwd: password });
  const got = await fetch(`${origin}/oauth/x-snac-get-token`, { method: "POST", body: form });
  const token = (await got.text()).trim();
  const api = async <T>(
    path: string,
    parameters: Record<string, string> = {},
    method = "GET",
  ): Promise<T> => {
    const said = new URLSearchParams(parameters);
    const address = `${origin}/api/${path}${method === "GET" ? `?${said}` : ""}`;
    const headers = { Authorization: `Bearer ${token}` };
    const body = method === "GET" ? {} : { body: said };
    const answer = await fetch(address, { method, headers, ...body });
    if (!answer.ok) throw new Error(`snac answered ${answer.status} to ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const search = (q: string, type: string) =>
    api<{ accounts: Account[] }>("v2/search", { q, type, resolve: "true" });
  const basic = Buffer.from(`alice:${password}`).toString("base64");
  return {
    actor: `${origin}/alice`,
    log,
    find: async (handle) => (await search(handle, "accounts")).accounts[0],
    follow: async ({ id }) => void (await api(`v1/accounts/${id}/follow`, {}, "POST")),
    unfollow: async ({ id }) => void (await api(`v1/accounts/${id}/unfollow`, {}, "POST")),
    follows: async ({ id }) => {
      const [relation] = await api<{ following: boolean }[]>("v1/accounts/relationships", { "id[]": id });
      return relation?.following ?? false;
    },
    timeline: async () =>
      (await fetch(`${origin}/alice/admin`, { headers: { Authorization: `Basic ${basic}` } })).text(),
    reply: ({ id }, status) =>
      api<Status>("v1/statuses", { status, in_reply_to_id: id, visibility: "public" }, "POST"),
    edit: async ({ id }, status) => void (await api(`v1/statuses/${id}`, { status }, "PUT")),
    async remove({ uri }) {
      const body = `${new URLSearchParams({ id: uri, actor: `${origin}/alice`, action: "Delete" })}`;
      // With a charset behind it, snac does not know the type.
      const type = "application/x-www-form-urlencoded";
      const headers = { Authorization: `Basic ${basic}`, "Content-Type": type };
      const address = `${origin}/alice/admin/action`;
      const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
      if (answer.status >= 400) throw new Error(`snac answered ${answer.status} to a deletion.`);
    },
    react: async ({ id }, how) => void (await api(`v1/statuses/${id}/${how}`, {}, "POST")),
    appTimeline: () => api<Status[]>("v1/timelines/home"),
  };
}

async function answers200(address: string): Promise<boolean> {
  return await fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );
}
