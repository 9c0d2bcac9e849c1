// tern lookup: finds an actor of the fediverse, as every follow and every answer to one does.
import type { Command } from "./command.ts";

export const lookup: Command = {
  name: "lookup",
  arguments: "HANDLE_OR_URL",
  summary: "finds somebody on another server",
  details:
    "HANDLE_OR_URL is @name@host, or the address of an actor. Says in a sentence why somebody cannot be found.",
  async run(cli, [handleOrUrl]) {
    const site = await cli.site();
    const { id, type, handle, name, url, inbox, shared_inbox, fetched } = await site.fediverse.lookup(
      handleOrUrl!,
    );
    if (cli.wantsJson) {
      cli.json({ id, type, handle, name, url, inbox, sharedInbox: shared_inbox, fetched });
      return;
    }
    cli.print([name, handle && `@${handle}`].filter(Boolean).join(" ") || id);
    for (const [label, value] of Object.entries({
      type,
      id,
      page: url,
      inbox,
      "shared inbox": shared_inbox,
    })) {
      if (value !== null) cli.print(`  ${label.padEnd(14)}${value}`);
    }
  },
};
