// tern complaints: what others complained of to us, and what we complained of to them.
import { collectiveNamed } from "../newsroom/collective.ts";
import { complaintsOf, settleComplaint } from "../newsroom/complain.ts";
import type { Command } from "./command.ts";

export const complaints: Command = {
  name: "complaints",
  arguments: "[COLLECTIVE]",
  summary: "lists complaints that came in or were sent",
  details:
    'With --json an array of {"id", "direction", "actor", "objects", "content", "received", "settled"}, a hundred at most.',
  async run(cli, [handle]) {
    const site = await cli.site();
    const collective = handle === undefined ? undefined : await collectiveNamed(site, handle);
    const all = await complaintsOf(site.db, collective?.id);
    if (cli.wantsJson) {
      cli.json(
        all.map(({ id, direction, actor, objects, content, received, settled }) => ({
          ...{ id, direction, actor, objects, content, received, settled },
        })),
      );
      return;
    }
    for (const { id, direction, actor, content, settled } of all) {
      const state = settled === null ? "waits" : "settled";
      cli.print(`${id}  ${direction}  ${state}  ${actor}  ${content.replace(/\s+/g, " ").slice(0, 100)}`);
    }
  },
};

export const complaintsSettle: Command = {
  name: "complaints settle",
  arguments: "ID",
  summary: "notes that a complaint has been dealt with",
  async run(cli, [id]) {
    await settleComplaint(await cli.site(), id!);
    if (cli.wantsJson) cli.json({ id });
    else cli.print("Settled.");
  },
};
