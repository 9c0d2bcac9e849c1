// tern withdraw, tern delete: taking texts back.
import { ap } from "../domain/paths.ts";
import { findReport } from "../newsroom/find.ts";
import { deleteReport, type TakenBack, withdrawReport } from "../newsroom/withdraw.ts";
import type { Site } from "../site.ts";
import { type Cli, type Command, Misused } from "./command.ts";

export const withdraw: Command = {
  name: "withdraw",
  arguments: "TEXT",
  summary: "takes a text back; its address says that it is gone",
  details: `TEXT is the id, the address or the slug of a text. Every server that it went to is told to delete it. The collective
keeps it; "tern delete" keeps nothing.`,
  async run(cli, [text]) {
    const site = await cli.site();
    const { id } = await findReport(site, text!);
    tell(cli, site, await withdrawReport(site, id));
  },
};

export const remove: Command = {
  name: "delete",
  arguments: "TEXT",
  summary: "deletes a text for good, with its pictures",
  details: `TEXT is the id, the address or the slug of a text. Every server that it went to is told to delete it. There is no way back,
so it wants --yes where somebody sits at the keyboard.`,
  options: { yes: { type: "boolean", short: "y" } },
  async run(cli, [text], { yes }) {
    if (process.stdin.isTTY && yes !== true) {
      throw new Misused(
        "A deleted text cannot be had back. If that is what you want, say it again with --yes.",
      );
    }
    const site = await cli.site();
    const { id } = await findReport(site, text!);
    tell(cli, site, await deleteReport(site, id));
  },
};

function tell(cli: Cli, site: Site, { id, deliveries }: TakenBack): void {
  const told = { id: site.config.origin + ap.report(id), deliveries };
  if (cli.wantsJson) {
    cli.json(told);
    return;
  }
  cli.print(`id          ${told.id}`);
  cli.print(`deliveries  ${told.deliveries}`);
}
