// tern migrate: brings the tables up to date and ends; every other command does the same before it begins.
import type { Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  arguments: "",
  summary: "brings the database up to date and ends",
  details:
    "Every other command does the same before it begins; this one is for whoever wants it done beforehand.",
  async run(cli) {
    await cli.site();
    if (cli.wantsJson) cli.json({ upToDate: true });
    else cli.print("The database is up to date.");
  },
};
