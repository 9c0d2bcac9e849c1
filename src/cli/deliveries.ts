// tern deliveries: what became of what was said, server by server, and sending it again.
import { isUuid } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { type DeliveryFilter, deliveriesOf, deliveryLines, resend } from "../newsroom/deliveries.ts";
import { findReport } from "../newsroom/find.ts";
import type { Site } from "../site.ts";
import { type Command, Misused, type Options } from "./command.ts";

const options = { report: { type: "string" } } as const;

export const deliveries: Command = {
  name: "deliveries",
  arguments: "[COLLECTIVE]",
  summary: "shows who has received what, and why others have not",
  details: `--report takes the id or an address of a text; --failed shows only what has failed or still waits.
With --json an array of {"activity", "type", "object", "inbox", "host", "state", "attempts", "lastStatus",
"reason", "nextTry", "delivered"}, newest first, at most --limit (1000).`,
  options: { ...options, failed: { type: "boolean" }, limit: { type: "string" } },
  async run(cli, [handle], given) {
    const site = await cli.site();
    const filter = await filterOf(site, handle, given);
    const limit = given.limit === undefined ? 1_000 : Number(given.limit);
    if (!Number.isInteger(limit) || limit < 1) throw new Misused("--limit must be a whole number from 1.");
    if (given.failed) filter.states = ["failed", "pending"];
    const lines = await deliveryLines(site.db, filter, limit);
    if (cli.wantsJson) return cli.json(lines);
    if (filter.object !== undefined) {
      for (const { type, delivered, servers, pending } of await deliveriesOf(site.db, {
        object: filter.object,
      })) {
        const waiting = pending > 0 ? `; ${pending} still waiting` : "";
        cli.print(`${type}: delivered to ${delivered} of ${servers} servers${waiting}.`);
      }
      cli.print("");
    }
    for (const { type, host, state, reason, nextTry } of lines) {
      const next =
        nextTry === null ? "" : ` Next try: ${nextTry.toISOString().slice(0, 16).replace("T", " ")} UTC.`;
      cli.print(
        `${state.padEnd(9)}  ${type.padEnd(8)}  ${host}  ${state === "delivered" ? "" : reason + next}`.trimEnd(),
      );
    }
    if (lines.length === 0) cli.print("There is nothing to show.");
  },
};

export const deliveriesResend: Command = {
  name: "deliveries resend",
  arguments: "[COLLECTIVE]",
  summary: "sends again what has failed",
  details:
    "--report takes the id or an address of a text: then only what is about it. What was deleted since is not sent again.",
  options,
  async run(cli, [handle], given) {
    const site = await cli.site();
    const filter = await filterOf(site, handle, given);
    if (filter.collective === undefined && filter.object === undefined) {
      throw new Misused("Say what to send again: a COLLECTIVE, or a text with --report.");
    }
    const count = await resend(site, filter);
    if (cli.wantsJson) cli.json({ deliveries: count });
    else
      cli.print(
        count === 1 ? "One delivery is on its way again." : `${count} deliveries are on their way again.`,
      );
  },
};

async function filterOf(
  site: Site,
  handle: string | undefined,
  { report }: Options,
): Promise<DeliveryFilter> {
  const filter: DeliveryFilter = {};
  if (handle !== undefined) filter.collective = (await collectiveNamed(site, handle)).id;
  if (typeof report === "string")
    filter.object = site.config.origin + ap.report(await reportNamed(site, report));
  return filter;
}

/** The UUID of a text; one that was deleted is found by its id, or by the slug it had. */
async function reportNamed(site: Site, named: string): Promise<string> {
  const last = named.trim().split("/").at(-1)!;
  if (isUuid(last)) return last;
  try {
    return (await findReport(site, named)).id;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const deleted = await site.db
      .selectFrom("tombstone")
      .select("id")
      .where("slug", "=", last)
      .executeTakeFirst();
    if (deleted === undefined) throw error;
    return deleted.id;
  }
}
