// tern key rotate: new keys for a collective.
import { collectiveNamed } from "../newsroom/collective.ts";
import { rotateKeys } from "../newsroom/keys.ts";
import type { Command } from "./command.ts";

export const keyRotate: Command = {
  name: "key rotate",
  arguments: "COLLECTIVE",
  summary: "gives a collective new keys and tells its followers",
  details:
    "For when a machine or a backup was lost together with its secret. What was signed before can no longer be verified; nothing else changes.",
  async run(cli, [handle]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const { deliveries } = await rotateKeys(site, collective);
    if (cli.wantsJson) cli.json({ handle: collective.handle, deliveries });
    else cli.print(`@${collective.handle} has new keys; servers that are told: ${deliveries}.`);
  },
};
