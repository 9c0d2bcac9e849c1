// A newsroom in a process of its own that publishes one text after another, so that a test can kill it in the middle.
import { once } from "node:events";
import { readConfig } from "../../src/config.ts";
import { openSite } from "../../src/main.ts";
import { collectiveNamed } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { twoColours } from "./pictures.ts";

const { env, life } = JSON.parse(process.argv[2]!);
const { site } = await openSite(readConfig(env));
const collective = await collectiveNamed(site, "calais");
const picture = await twoColours(400, 300).jpeg().toBuffer();
await once(process, "message");
for (let number = 1; ; number++) {
  const { id } = await publishReport(site, collective, {
    title: `Text ${life}.${number}`,
    tags: ["killed"],
    source: "At the gate.\n\n![The gate](gate.jpg)",
    pictures: [{ name: "gate.jpg", read: async () => picture }],
  });
  process.send!(id);
}
