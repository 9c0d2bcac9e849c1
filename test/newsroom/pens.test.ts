// Pens: what opens them, what ends them, and that nothing in the database leads from a text to one.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { Gone, NotFound, Refused } from "../../src/domain/errors.ts";
import { approve, hasProposed, propose, setSecondPen } from "../../src/newsroom/approve.ts";
import { tidy } from "../../src/newsroom/chores.ts";
import { collectiveNamed } from "../../src/newsroom/collective.ts";
import { firstLinks } from "../../src/newsroom/first_run.ts";
import {
  acceptInvitation,
  invite,
  type NewPen,
  openInvitation,
  openInvitations,
  penByWords,
  pensOf,
  withdrawPen,
} from "../../src/newsroom/pens.ts";
import { saveDraft } from "../../src/newsroom/publish.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { markOf, openSession, type Session, sessionOf } from "../../src/newsroom/sessions.ts";
import type { Site } from "../../src/site.ts";
import { found, penOf, startDesk } from "../support/desk.ts";
import { dump } from "../support/dump.ts";

/** A desk where time can be moved. */
async function desk() {
  let now = new Date("2026-11-23T10:00:00Z");
  const { site } = await startDesk({ web: false, clock: { now: () => now } });
  const pass = (days: number) => {
    now = new Date(now.getTime() + days * 86_400_000);
  };
  return { site, pass };
}

async function sessionWith(site: Site, { words }: NewPen): Promise<Session & { cookie: string }> {
  const opened = await penByWords(site, words.join(" "));
  const cookie = await openSession(site, opened!.pen.id, opened!.key);
  return { ...(await sessionOf(site, cookie))!, cookie };
}

const text = { title: "Quay nine is closed", source: "They closed it at **dawn**.", tags: ["harbour"] };

test("six words open their pen in any order, with any separators, cut to four letters", async () => {
  const { site } = await desk();
  const { pen, words } = await penOf(site, await found(site));
  const asTyped = [
    words.join(" "),
    words.toReversed().join(", "),
    ` ${words.join(" - ").toUpperCase()}\n`,
    words.map((word) => word.slice(0, 4)).join("."),
  ];
  for (const typed of asTyped) expect((await penByWords(site, typed))?.pen.id).toBe(pen.id);
  for (const typed of ["", words.slice(1).join(" "), [...words, words[0]].join(" "), "😀 ".repeat(300)]) {
    expect(await penByWords(site, typed)).toBeUndefined();
  }
});

test("of two people who accept an invitation at once, exactly one gets a pen", async () => {
  const { site } = await desk();
  const collective = await found(site);
  const token = await invite(site, collective.id, "writer", "garden gate");
  const accept = () => site.db.transaction().execute((db) => acceptInvitation(site, db, token));
  const outcomes = await Promise.allSettled([accept(), accept(), accept()]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of outcomes) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(Gone);
  expect(await pensOf(site.db, collective.id)).toHaveLength(1);
  await expect(accept()).rejects.toBeInstanceOf(Gone);
});

test("an invitation is of no use after seven days, and then nothing is left of it", async () => {
  const { site, pass } = await desk();
  const collective = await found(site);
  const token = await invite(site, collective.id, "writer", "garden gate");
  pass(6.9);
  expect((await openInvitation(site, site.db, token)).label).toBe("garden gate");
  pass(0.2);
  await expect(openInvitation(site, site.db, token)).rejects.toBeInstanceOf(Gone);
  expect(await openInvitations(site, collective.id)).toEqual([]);
  await tidy(site);
  expect(await site.db.selectFrom("invitation").selectAll().execute()).toEqual([]);
});

test("a session that is not used for thirty days has ended, and then nothing is left of it", async () => {
  const { site, pass } = await desk();
  const pen = await penOf(site, await found(site));
  const { cookie } = await sessionWith(site, pen);
  for (let month = 0; month < 3; month += 1) {
    pass(29);
    expect((await sessionOf(site, cookie))?.pen.id).toBe(pen.pen.id);
  }
  pass(32);
  expect(await sessionOf(site, cookie)).toBeUndefined();
  await tidy(site);
  expect(await site.db.selectFrom("session").selectAll().execute()).toEqual([]);
});

test("a keeper of one collective cannot withdraw the pen of another, and nobody the last keeper’s", async () => {
  const { site } = await desk();
  const [harbour, hills] = [await found(site), await found(site, "hills", "The Hills")];
  const [own, other] = [await penOf(site, harbour), await penOf(site, hills)];
  await expect(withdrawPen(site, harbour.id, other.pen.id)).rejects.toBeInstanceOf(NotFound);
  await expect(withdrawPen(site, harbour.id, "not-a-pen")).rejects.toBeInstanceOf(NotFound);
  await expect(withdrawPen(site, harbour.id, own.pen.id)).rejects.toBeInstanceOf(Refused);
  await penOf(site, harbour, "keeper", "attic");
  const { cookie } = await sessionWith(site, own);
  await withdrawPen(site, harbour.id, own.pen.id);
  expect(await sessionOf(site, cookie)).toBeUndefined();
  expect(await penByWords(site, own.words.join(" "))).toBeUndefined();
});

test("where a second pen is wanted, nobody can agree to what their own pen has proposed", async () => {
  const { site } = await desk();
  const collective = await found(site);
  await setSecondPen(site, collective, true);
  const [mine, yours] = [await penOf(site, collective), await penOf(site, collective, "writer", "attic")];
  const [writer, reader] = [await sessionWith(site, mine), await sessionWith(site, yours)];
  const { id } = await saveDraft(site, collective, text);
  await expect(approve(site, reader, id, 1)).rejects.toThrow("Nobody has proposed");

  await propose(site, writer, id, 1);
  await expect(propose(site, writer, id, 1)).rejects.toThrow("waits for a second pen");
  const again = await sessionWith(site, mine);
  await expect(approve(site, again, id, 1)).rejects.toThrow("Your own pen");
  const [token] = again.cookie.split(".");
  const forged = `${token}.${Buffer.alloc(32, 7).toString("base64url")}`;
  expect(await sessionOf(site, forged)).toBeUndefined();

  await reviseReport(site, id, { source: "Something else altogether." });
  const changed = await site.db
    .selectFrom("report")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  expect(changed.proposed).toBeNull();
  await expect(approve(site, reader, id, changed.revision)).rejects.toThrow("Nobody has proposed");

  await propose(site, writer, id, changed.revision);
  await expect(approve(site, reader, id, 1)).rejects.toThrow("changed the text meanwhile");
  const published = await approve(site, reader, id, changed.revision);
  expect(published.state).toBe("published");
  const out = await site.db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect(out.proposed).toBeNull();
  expect(hasProposed(writer, out)).toBe(false);
});

test("a pen of another collective can neither propose nor agree", async () => {
  const { site } = await desk();
  const harbour = await found(site);
  const stranger = await sessionWith(site, await penOf(site, await found(site, "hills", "The Hills")));
  const { id } = await saveDraft(site, harbour, text);
  await expect(propose(site, stranger, id, 1)).rejects.toBeInstanceOf(NotFound);
  await expect(approve(site, stranger, id, 1)).rejects.toBeInstanceOf(NotFound);
});

test("no path of foreign keys leads from a text to a pen but by the collective", async () => {
  const { site } = await desk();
  const { rows } = await sql<{ from: string; to: string }>`
    select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'
  `.execute(site.db);
  const reached = new Set(["report"]);
  for (let grows = true; grows; ) {
    const before = reached.size;
    for (const { from, to } of rows) {
      const [known, next] = reached.has(from) ? [from, to] : [to, from];
      if (reached.has(known) && next !== "collective") reached.add(next);
    }
    grows = reached.size > before;
  }
  expect([...reached]).toEqual(expect.arrayContaining(["report", "report_tag", "report_media", "media"]));
  expect([...reached].filter((table) => /pen|session|invitation/.test(table))).toEqual([]);
  expect(rows).toContainEqual({ from: "session", to: "pen" });
});

test("no column of a table beside the pens’ own is named after a pen or an author", async () => {
  const { site } = await desk();
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns where table_schema = 'public'
  `.execute(site.db);
  const named = rows.filter(({ column_name }) => /pen$|pen_|author|session|creator|editor/.test(column_name));
  expect(named.map(({ table_name, column_name }) => `${table_name}.${column_name}`).sort()).toEqual([
    "collective.second_pen",
    "session.pen",
  ]);
});

test("in a dump made after a pen has written, nothing of the pen stands beside what it wrote", async () => {
  const { site } = await desk();
  const collective = await found(site);
  await setSecondPen(site, collective, true);
  const pen = await penOf(site, collective, "keeper", "lighthouse-label");
  const [writer, reader] = [
    await sessionWith(site, pen),
    await sessionWith(site, await penOf(site, collective, "keeper", "attic-label")),
  ];
  const { id } = await saveDraft(site, collective, text);
  await propose(site, writer, id, 1);
  await approve(site, reader, id, 1);
  await reviseReport(site, id, { title: "Quay nine is open again" });

  const rows = await dump(site.db);
  const kept = await site.db.selectFrom("pen").selectAll().execute();
  const [token, key] = writer.cookie.split(".") as [string, string];
  const traces = [
    ...kept.flatMap((one) => [one.id, one.id.replaceAll("-", ""), one.label, one.words.toString("hex")]),
    pen.words.join(" "),
    pen.words.toSorted().join(" "),
    token,
    key,
    writer.key.toString("hex"),
    markOf(writer, id).toString("hex"),
    markOf(reader, id).toString("hex"),
  ];
  const outside = rows.filter(({ table }) => !["pen", "session", "invitation"].includes(table));
  expect(outside.some(({ table, row }) => table === "report" && row.includes(id))).toBe(true);
  expect(outside.some(({ table }) => table === "activity")).toBe(true);
  for (const trace of traces) {
    expect(outside.filter(({ row }) => row.includes(trace)).map(({ table }) => table)).toEqual([]);
  }
  // And what is kept of pens names no text.
  const inside = rows.filter(({ table }) => ["pen", "session", "invitation"].includes(table));
  expect(inside.filter(({ row }) => row.includes(id) || row.includes("Quay nine"))).toEqual([]);
});

test("a stolen dump opens nothing", async () => {
  const { site } = await desk();
  const collective = await found(site);
  const pen = await penOf(site, collective);
  const { cookie } = await sessionWith(site, pen);
  const token = await invite(site, collective.id, "writer", "garden gate");
  expect(await sessionOf(site, cookie)).toBeDefined();

  const rows = await dump(site.db);
  const stolen = new Set<string>();
  for (const { table, row } of rows) {
    if (!["pen", "session", "invitation", "collective"].includes(table)) continue;
    for (const [, hex] of row.matchAll(/\\x([0-9a-f]+)/g)) {
      const bytes = Buffer.from(hex!, "hex");
      for (const form of ["hex", "base64url", "base64", "latin1"] as const) stolen.add(bytes.toString(form));
    }
    for (const [uuid] of row.matchAll(/[0-9a-f-]{36}/g)) stolen.add(uuid);
  }
  expect(stolen.size).toBeGreaterThan(10);
  for (const one of stolen) {
    expect(await sessionOf(site, one)).toBeUndefined();
    for (const other of stolen) expect(await sessionOf(site, `${one}.${other}`)).toBeUndefined();
    expect(await penByWords(site, one)).toBeUndefined();
    await expect(openInvitation(site, site.db, one)).rejects.toBeInstanceOf(Gone);
  }
  expect(await openInvitation(site, site.db, token)).toBeDefined();
  expect(rows.filter(({ row }) => row.includes(token) || row.includes(cookie.split(".")[0]!))).toEqual([]);
});

test("words open nothing on a node with another secret, though it has the same database", async () => {
  const { site } = await desk();
  const pen = await penOf(site, await found(site));
  const sealer = { ...site.sealer, derive: (_: string, length: number) => Buffer.alloc(length, 1) };
  expect(await penByWords({ ...site, sealer }, pen.words.join(" "))).toBeUndefined();
});

test("each start of a node without pens makes a new link and forgets the one before", async () => {
  const { site } = await desk();
  const tokenOf = async () => new URL((await firstLinks(site))[0]!.link).pathname.split("/").at(-1)!;
  const [old, fresh] = [await tokenOf(), await tokenOf()];
  await expect(openInvitation(site, site.db, old)).rejects.toBeInstanceOf(Gone);
  expect(await openInvitation(site, site.db, fresh)).toMatchObject({ collective: null, role: "keeper" });

  const collective = await found(site);
  const invited = await invite(site, collective.id, "writer", "made by hand");
  const [link] = await firstLinks(site);
  expect(link?.collective?.handle).toBe("harbour");
  await expect(openInvitation(site, site.db, fresh)).rejects.toBeInstanceOf(Gone);
  expect(await openInvitation(site, site.db, invited)).toMatchObject({ role: "writer" });
  await penOf(site, await collectiveNamed(site, "harbour"));
  expect(await firstLinks(site)).toEqual([]);
});
