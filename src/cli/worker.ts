// tern worker: sends, handles what came in and tidies; several may share one PostgreSQL.
import type { Command } from "./command.ts";
import { runUntilAsked } from "./serve.ts";

export const worker: Command = {
  name: "worker",
  arguments: "",
  summary: "runs only the background work; any number beside each other",
  details: "Several may run on one PostgreSQL (DATABASE_URL), on one machine or on many.",
  run: (cli) => runUntilAsked(cli, { web: false, worker: true }),
};
