// tern demo: two nodes on this machine; one follows the other, and a report crosses from the first to the second.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config.ts";
import { Refused } from "../domain/errors.ts";
import { type Cli, type Command, Misused, type OtherSettings, type RunningNode } from "./command.ts";
import { tell } from "./demo/story.ts";
import { asked } from "./serve.ts";

export const demo: Command = {
  name: "demo",
  arguments: "",
  summary: "starts two nodes on this machine, and a report crosses from one to the other",
  details:
    "Calais is at http://localhost:3000 and London at http://localhost:3001, or at the two ports of --ports. What they\n" +
    "keep is in a temporary folder that is removed at the end, or in DATA_DIR when that is set.",
  options: { ports: { type: "string" } },
  async run(cli, _args, { ports = "3000,3001" }) {
    const [calais, london] = readPorts(String(ports));
    let isEnding = false;
    const end = asked().then(() => {
      isEnding = true;
    });
    const nodes: Promise<RunningNode>[] = [];
    const folders: string[] = [];
    const start = async (name: string, port: number) => {
      if (isEnding) throw new Refused("The demo was ended before it began.");
      const folder = await mkdtemp(join(tmpdir(), `tern-demo-${name}-`));
      folders.push(folder);
      const node = startBeside(cli, name, port, folder);
      nodes.push(node);
      return (await node).site;
    };
    const story = async () => {
      await tell(await start("calais", calais), await start("london", london), cli.print);
      cli.print("\nBoth sites are open in your browser until you press Ctrl-C.");
      await end;
    };
    try {
      cli.print("Two nodes start on this machine. They share nothing but the network between them.");
      await Promise.race([end, story()]);
      cli.print("\nBoth nodes finish what is running …");
    } finally {
      // One that is still starting is waited for; one that could not start has said so.
      const stop = (node: Promise<RunningNode>) => node.then((started) => started.stop()).catch(() => {});
      await Promise.all(nodes.map(stop));
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    }
  },
};

function readPorts(text: string): [number, number] {
  const [, calais, london] = /^(\d{1,5}),(\d{1,5})$/.exec(text) ?? [];
  if (calais === undefined || london === undefined) {
    throw new Misused(`--ports is "${text}": it must be two numbers, as in --ports 3000,3001`);
  }
  return [Number(calais), Number(london)];
}

/** Starts a node of its own address, database and folder, whatever the environment says of another one. */
function startBeside(cli: Cli, name: string, port: number, folder: string): Promise<RunningNode> {
  const settings: OtherSettings = ({ PATH, DATA_DIR, LOG_LEVEL = "warning" }) => ({
    PATH,
    ORIGIN: `http://localhost:${port}`,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: DATA_DIR ? join(DATA_DIR, name) : folder,
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL,
  });
  return cli.start({ web: true, worker: true }, settings).catch((error) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new Refused(`${error.message} "--ports 4000,4001" makes the demo use others.`, { cause: error });
  });
}
