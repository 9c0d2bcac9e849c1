// tern block, unblock, blocks, allow: whom the node speaks with.
import { readFile, stat } from "node:fs/promises";
import { Refused } from "../domain/errors.ts";
import {
  applyBlocklist,
  compareBlocklist,
  decodeBlocklist,
  maxList,
  writeBlocklist,
} from "../newsroom/blocklist.ts";
import { allBlocks, allow, allowList, block, setOnlyAllowed, unblock } from "../newsroom/blocks.ts";
import { type Cli, type Command, Misused } from "./command.ts";

export const blockCommand: Command = {
  name: "block",
  arguments: "ACTOR_OR_HOST",
  summary: "blocks somebody or a whole server, for all collectives",
  details: `  --limit         a server: it is spoken with, but whatever comes from there is held
  --comment "…"   why; it stands in exported lists`,
  options: { limit: { type: "boolean" }, comment: { type: "string" } },
  async run(cli, [named], { limit, comment }) {
    const site = await cli.site();
    const severity = limit === true ? "limited" : "blocked";
    const done = await block(site, named!, { severity, comment: String(comment ?? "") });
    if (cli.wantsJson) cli.json(done);
    else cli.print(`${done.subject} is ${severity}.`);
  },
};

export const unblockCommand: Command = {
  name: "unblock",
  arguments: "ACTOR_OR_HOST",
  summary: "lifts a block or a limit",
  details: "What was hidden by it stays hidden until somebody shows it.",
  async run(cli, [named]) {
    const subject = await unblock(await cli.site(), named!);
    if (cli.wantsJson) cli.json({ subject });
    else cli.print(`${subject} is not blocked any more.`);
  },
};

export const blocks: Command = {
  name: "blocks",
  arguments: "",
  summary: "lists who is blocked or limited",
  details: 'With --json an array of {"kind", "subject", "handle", "severity", "comment"}.',
  async run(cli) {
    const all = await allBlocks((await cli.site()).db);
    if (cli.wantsJson) return cli.json(all);
    for (const { subject, severity, comment } of all) {
      cli.print(`${severity}  ${subject}${comment === null ? "" : `  ${comment}`}`);
    }
  },
};

export const blocksImport: Command = {
  name: "blocks import",
  arguments: "FILE.csv",
  summary: "blocks and limits what a list names (CSV as Mastodon writes it)",
  details: "  --dry-run   says what would change, and changes nothing\n\nNothing is lifted.",
  options: { "dry-run": { type: "boolean" } },
  async run(cli, [file], typed) {
    const found = await stat(file!).catch(() => undefined);
    if (found === undefined) throw new Refused(`There is no file ${file}.`);
    if (found.size > maxList) throw new Refused(`${file} is larger than ${maxList / 1000} kB.`);
    const text = decodeBlocklist(await readFile(file!));
    const site = await cli.site();
    const difference = await compareBlocklist(site, text);
    const isDry = typed["dry-run"] === true;
    if (!isDry) await applyBlocklist(site, text);
    if (cli.wantsJson) return cli.json({ ...difference, applied: !isDry });
    const { added, changed, same, unread } = difference;
    for (const { host, severity } of [...added, ...changed]) cli.print(`${severity}  ${host}`);
    for (const line of unread) cli.print(`not read: ${line}`);
    cli.print(
      `${added.length} new, ${changed.length} changed, ${same} as they are.${isDry ? " Nothing was done." : ""}`,
    );
  },
};

export const blocksExport: Command = {
  name: "blocks export",
  arguments: "",
  summary: "prints blocked and limited servers as CSV that Mastodon reads",
  async run(cli) {
    const csv = await writeBlocklist((await cli.site()).db);
    if (cli.wantsJson) cli.json({ csv });
    else cli.print(csv.trimEnd());
  },
};

export const allowCommand: Command = {
  name: "allow",
  arguments: "[HOST]",
  summary: "allows a server, or says which are allowed",
  details: `  --only on|off   whether the node speaks only with servers that are allowed`,
  options: { only: { type: "string" } },
  async run(cli, [host], { only }) {
    if (only !== undefined && only !== "on" && only !== "off") throw new Misused("--only is on or off.");
    const site = await cli.site();
    if (only !== undefined) await setOnlyAllowed(site.db, only === "on");
    if (host !== undefined) await allow(site, host, true);
    await tell(cli);
  },
};

export const disallow: Command = {
  name: "disallow",
  arguments: "HOST",
  summary: "takes a server from those that are allowed",
  async run(cli, [host]) {
    await allow(await cli.site(), host!, false);
    await tell(cli);
  },
};

async function tell(cli: Cli): Promise<void> {
  const list = await allowList((await cli.site()).db);
  if (cli.wantsJson) return cli.json({ only: list.isOnly, hosts: list.hosts });
  cli.print(
    list.isOnly
      ? "The node speaks only with servers that are allowed:"
      : "The node speaks with all servers that are not blocked. These would be allowed if it did not:",
  );
  for (const host of list.hosts) cli.print(`  ${host}`);
}
