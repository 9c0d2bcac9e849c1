// tern web: serves pages and takes in what other servers send; several may share one PostgreSQL.
import type { Command } from "./command.ts";
import { runUntilAsked } from "./serve.ts";

export const web: Command = {
  name: "web",
  arguments: "",
  summary: "runs only the site; any number beside each other",
  details: "Several may run on one PostgreSQL (DATABASE_URL), on one machine or on many.",
  run: (cli) => runUntilAsked(cli, { web: true, worker: false }),
};
