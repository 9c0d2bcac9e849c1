// A whole node in a process of its own, so that a test can kill it; it says when it listens.
import { readConfig } from "../../src/config.ts";
import { startNode } from "../../src/main.ts";

await startNode(readConfig(JSON.parse(process.argv[2]!)), { web: true, worker: true });
process.send!("listening");
