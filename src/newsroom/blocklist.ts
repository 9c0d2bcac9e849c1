// Blocklists as Mastodon writes and reads them: out of what is blocked here, and into it, once somebody has seen what changes.
import type { Db } from "../db/open.ts";
import { readCsv, writeCsv } from "../domain/csv.ts";
import { Refused } from "../domain/errors.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { allBlocks, blockHosts, isOwn, readHost, type Severity } from "./blocks.ts";

/** Most bytes of a list. */
export const maxList = 900_000;
const mostLines = 10_000;
const head = "#domain #severity #reject_media #reject_reports #public_comment #obfuscate".split(" ");

/** A line of a list. */
export interface Listed {
  host: string;
  severity: Severity;
  comment: string | null;
}

/** What a list would change here. */
export interface Difference {
  added: Listed[];
  /** What is blocked or limited otherwise now. */
  changed: (Listed & { now: Severity })[];
  /** How many are as they are. */
  same: number;
  /** Lines that name no server, or this one, or say nothing that is known, as they were, ten at most. */
  unread: string[];
}

/** The blocked and limited hosts as a list. */
export async function writeBlocklist(db: Db): Promise<string> {
  const hosts = (await allBlocks(db)).filter(({ kind }) => kind === "host");
  const rows = hosts.map(({ subject, severity, comment }) => {
    const isBlocked = String(severity === "blocked");
    return [subject, wordFor(severity), isBlocked, isBlocked, comment ?? "", "false"];
  });
  return writeCsv([head, ...rows]);
}

/** What a list would change, as a list that can be applied. */
export function writeDifference({ added, changed }: Difference): string {
  const rows = [...added, ...changed].map(({ host, severity, comment }) => [
    host,
    wordFor(severity),
    comment ?? "",
  ]);
  return writeCsv([["#domain", "#severity", "#public_comment"], ...rows]);
}

/**
 * The bytes of a file as a list.
 * @param bytes undefined where there were too many to be kept
 * @throws {Refused} when they are too many, or no text
 */
export function decodeBlocklist(bytes: Uint8Array | undefined): string {
  if (bytes === undefined || bytes.length > maxList) throw tooLarge();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // It is said below.
  }
  throw new Refused("The file is no text: save the list as CSV in UTF-8.", { reason: "list damaged" });
}

/**
 * What a list would change. A server that is blocked here is not limited by a list.
 * @throws {Refused} when it is too large, or none of its lines names a server
 */
export async function compareBlocklist(site: Site, text: string): Promise<Difference> {
  if (Buffer.byteLength(text) > maxList) throw tooLarge();
  return compare(site, text);
}

/**
 * Blocks and limits what a list names; nothing is lifted.
 * @returns how many hosts changed
 * @throws {Refused} when it has too many lines, or none of them names a server
 */
export async function applyBlocklist(site: Site, text: string): Promise<number> {
  const { added, changed } = await compare(site, text);
  await blockHosts(site, [...added, ...changed]);
  return added.length + changed.length;
}

async function compare(site: Site, text: string): Promise<Difference> {
  const { listed, unread } = readBlocklist(site, text);
  const known = new Map(
    (await allBlocks(site.db))
      .filter(({ kind }) => kind === "host")
      .map((one) => [one.subject, one.severity]),
  );
  const difference: Difference = { added: [], changed: [], same: 0, unread };
  for (const one of listed) {
    const now = known.get(one.host);
    if (now === undefined) difference.added.push(one);
    else if (now === "limited" && one.severity === "blocked") difference.changed.push({ ...one, now });
    else difference.same += 1;
  }
  return difference;
}

/** What the words of a list mean; without one a server is blocked. */
const severities: Readonly<Record<string, Severity | "none">> = {
  suspend: "blocked",
  silence: "limited",
  noop: "none",
  "": "blocked",
};

function readBlocklist(site: Site, text: string): { listed: Listed[]; unread: string[] } {
  const rows = readCsv(text);
  const names = rows[0]?.map((name) => name.replace(/^#/, "").trim().toLowerCase()) ?? [];
  const hasNames = names.includes("domain");
  const at = (name: string, otherwise: number) => (hasNames ? names.indexOf(name) : otherwise);
  const [hostAt, severityAt, commentAt] = [at("domain", 0), at("severity", 1), at("public_comment", 4)];
  const lines = hasNames ? rows.slice(1) : rows;
  if (lines.length > mostLines) throw tooLarge();
  const listed = new Map<string, Listed>();
  const unread: string[] = [];
  for (const fields of lines) {
    const host = readHost(fields[hostAt] ?? "");
    const severity = severities[(fields[severityAt] ?? "").trim().toLowerCase()];
    if (host === undefined || severity === undefined || isOwn(site, host)) {
      unread.push(cleanLine(fields.join(",")).slice(0, 100));
    } else if (severity !== "none") {
      const comment = cleanLine(fields[commentAt] ?? "").slice(0, 500) || null;
      listed.set(host, { host, severity, comment });
    }
  }
  if (lines.length === unread.length) {
    throw new Refused("No line of the list names a server.", { reason: "list empty" });
  }
  return { listed: [...listed.values()], unread: unread.slice(0, 10) };
}

function wordFor(severity: Severity): string {
  return severity === "limited" ? "silence" : "suspend";
}

function tooLarge(): Refused {
  return new Refused(`The list is too large: ${mostLines} lines and ${maxList / 1000} kB at most.`, {
    reason: "list large",
  });
}
