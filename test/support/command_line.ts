// Somebody at the command line of a node: commands run in this process, over the data of a node that is there.
import { runCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/index.ts";
import type { Site } from "../../src/site.ts";

/** What came of a line. */
export interface Typed {
  /** 0 done, 1 refused, 2 not understood. */
  code: number;
  out: string;
  err: string;
}

/** Types the words of a line, without the program's name, and says what came of it. */
export async function type(site: Site, ...words: string[]): Promise<Typed> {
  const typed: Typed = { code: -1, out: "", err: "" };
  typed.code = await runCommand(commands, words, {
    openSite: async () => ({ site, close: async () => {} }),
    startNode: () => Promise.reject(new Error("No node is started here.")),
    out: (text) => {
      typed.out += text;
    },
    err: (text) => {
      typed.err += text;
    },
    report: (error) => {
      typed.err += String(error);
    },
  });
  return typed;
}

/** Types a line with `--json`; whatever is not JSON, or not alone, fails the test. */
export async function ask(site: Site, ...words: string[]): Promise<unknown> {
  const { code, out, err } = await type(site, ...words, "--json");
  if (code !== 0 || err !== "") throw new Error(`tern ${words.join(" ")} ended with ${code}: ${err}`);
  return JSON.parse(out);
}
