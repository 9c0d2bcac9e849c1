// What holds of every command: its help, and what is said to somebody who types it in a way that it cannot be understood.
import { expect, test } from "vitest";
import { commands } from "../../src/cli/index.ts";
import type { Site } from "../../src/site.ts";
import { type } from "../support/command_line.ts";

/** Whatever is misunderstood is so before any data are looked at. */
const untouched = new Proxy({} as Site, {
  get: (_, name) => {
    // A promise is asked for its `then` whenever it is waited for.
    if (name === "then") return undefined;
    throw new Error(`The site's ${String(name)} was asked for.`);
  },
});

test.each(commands.map((command) => [command.name, command] as const))(
  "tern %s --help says how it is typed and what for",
  async (name, command) => {
    const words = name.split(" ");
    const { code, out, err } = await type(untouched, ...words, "--help");
    expect([code, err]).toEqual([0, ""]);
    expect(
      out.startsWith(`Usage: tern ${`${name} ${command.arguments}`.trim()}\n\n${command.summary}\n`),
    ).toBe(true);
    for (const option of [...Object.keys(command.options ?? {}), "json", "help"])
      expect(out).toContain(`--${option}`);
    expect(out).not.toMatch(/\n\n\n|[^\n]$/);
    expect((await type(untouched, ...words, "-h")).out).toBe(out);
    expect((await type(untouched, "help", ...words)).out).toBe(out);
  },
);

test.each(commands.map((command) => [command.name, command] as const))(
  "tern %s with an option that it has not, or a word too many or too few, is explained with exit code 2",
  async (name, command) => {
    const words = name.split(" ");
    const expected = command.arguments.split(" ").filter(Boolean);
    const needed = expected.filter((word) => !word.startsWith("["));
    const misused = [[...words, ...needed, "--wrong"]];
    if (needed.length > 0) misused.push([...words, ...needed.slice(1)]);
    if (!command.arguments.includes("…")) misused.push([...words, ...expected, "too much"]);
    for (const line of misused) {
      const { code, out, err } = await type(untouched, ...line);
      expect([line.join(" "), code, out]).toEqual([line.join(" "), 2, ""]);
      expect(err).toContain(`\nUsage: tern ${name}`);
    }
  },
);

test.each([
  ["wire harbour --limit 0", '--limit is "0": it must be a number from 1 to 1000.'],
  ["wire harbour --limit many", '--limit is "many": it must be a number from 1 to 1000.'],
  ["rules harbour alice --rule often", '--rule is "often": it must be one of hand, propose, automatic.'],
  ["rules harbour --rule hand", "Say of which ally: tern rules COLLECTIVE ALLY …"],
  ["allow --only perhaps", "--only is on or off."],
  ["invite harbour --role king", '"king" is no role: it is writer, moderator, keeper.'],
  ["collective create calais --language fr", 'The collective needs a name: --name "Calais Watch".'],
  ["collective create calais --name Calais", "The collective needs a language: --language en."],
  ["collective edit calais", "Say what is to change, such as --name or --summary."],
  ["collective edit calais --indexable --not-indexable", "--indexable and --not-indexable cannot both hold."],
  ["collective edit calais --field Telephone", '--field "Telephone" needs a name and a value'],
  ["collective edit calais --wire-form report=Tweet", '--wire-form "report=Tweet" is not one of'],
  ["collective edit calais --reply-policy never", "--reply-policy must be one of"],
  ["deliveries --limit x", "--limit must be a whole number from 1."],
])("tern %s is explained with exit code 2", async (line, sentence) => {
  const { code, out, err } = await type(untouched, ...line.split(" "));
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(sentence);
});
