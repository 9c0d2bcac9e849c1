// A sender in a process of its own, so that a test can kill it; it begins when it is told to, and runs until then.
import { once } from "node:events";
import { startSender } from "../../federation/deliver.ts";
import { openDatabase } from "../../src/db/open.ts";
import { siteOver } from "./ledger_site.ts";

const { connection, ahead, pace } = JSON.parse(process.argv[2]!);
const site = siteOver(openDatabase(connection), { now: () => new Date(Date.now() + ahead) });
await once(process, "message");
startSender(site, undefined, pace);
