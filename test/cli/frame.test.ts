// The frame around every command: what is typed is understood or explained, and what fails is said in a sentence.
import { expect, test } from "vitest";
import { type Command, Misused, runCommand } from "../../src/cli/command.ts";
import { commands as all } from "../../src/cli/index.ts";
import { ConfigError } from "../../src/config.ts";
import { NotFound, Refused } from "../../src/domain/errors.ts";
import type { Site } from "../../src/site.ts";

const site = {} as Site;

/** Types a line, and says what came of it. */
async function type(line: string, run: Command["run"] = async () => {}, open = async () => {}) {
  const said = { out: "", err: "", reported: [] as unknown[], closed: 0, code: -1 };
  const given: { args?: string[]; options?: object } = {};
  const noted: Command["run"] = (cli, args, options) => {
    Object.assign(given, { args, options: { ...options } });
    return run(cli, args, options);
  };
  const commands: Command[] = [
    {
      name: "publish",
      arguments: "COLLECTIVE FILE.md",
      summary: "publishes",
      details: "At length.",
      run: noted,
    },
    {
      name: "list",
      arguments: "[COLLECTIVE]",
      summary: "lists",
      options: { all: { type: "boolean", short: "a" } },
      run: noted,
    },
    { name: "burn", arguments: "FILE…", summary: "burns", run: noted },
    { name: "collective create", arguments: "HANDLE", summary: "founds", run: noted },
    { name: "collective show", arguments: "HANDLE", summary: "shows", run: noted },
  ];
  said.code = await runCommand(commands, line.split(" ").filter(Boolean), {
    openSite: async () => {
      await open();
      return { site, close: async () => void said.closed++ };
    },
    startNode: () => Promise.reject(new Error("not here")),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    report: (error) => void said.reported.push(error),
  });
  return { ...said, ...given };
}

test("words and options reach the command", async () => {
  expect(await type("publish calais report.md")).toMatchObject({ code: 0, args: ["calais", "report.md"] });
  expect(await type("list -a --json")).toMatchObject({
    code: 0,
    args: [],
    options: { all: true, json: true },
  });
  expect(await type("collective create calais")).toMatchObject({ code: 0, args: ["calais"] });
  expect(await type("burn a.md b.md c.md")).toMatchObject({ code: 0, args: ["a.md", "b.md", "c.md"] });
});

test.each([
  ["publish calais", /^FILE\.md is missing\.\nUsage: tern publish COLLECTIVE FILE\.md\n$/],
  ["publish calais a.md b.md", /^"b\.md" is one word too many\.\nUsage: tern publish/],
  ["list --loud", /^Unknown option '--loud'\.\nUsage: tern list \[COLLECTIVE\]\n$/],
  ["list --all=yes", /does not take an argument\.\nUsage: tern list/],
  ["burn", /^FILE… is missing\./],
  ["fly", /^There is no command "fly"\. "tern --help" lists those there are\.\n$/],
  ["collective", /^"collective" needs one more word:\n {2}collective create HANDLE .*\n {2}collective show/],
  ["collective burn", /needs one more word/],
])("`tern %s` is explained, with exit code 2 and nothing on standard output", async (line, sentence) => {
  const { code, out, err } = await type(line);
  expect(err).toMatch(sentence);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

test.each(["", "--help", "-h", "help"])("`tern %s` lists the commands", async (line) => {
  const { code, out, err } = await type(line);
  expect(out).toMatch(/ {2}publish COLLECTIVE FILE\.md +publishes\n/);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test.each(["publish --help", "publish calais -h", "help publish"])(
  "`tern %s` says more about the command",
  async (line) => {
    const { code, out, args } = await type(line);
    expect(out).toMatch(
      /^Usage: tern publish COLLECTIVE FILE\.md\n\npublishes\n\nAt length\.\n\nOptions:\n {2}--json/,
    );
    expect({ code, args }).toEqual({ code: 0, args: undefined });
  },
);

test("a command that is refused says the sentence and nothing else, with exit code 1", async () => {
  const refused = await type("list", () =>
    Promise.reject(new Refused("That cannot be.", { cause: new Error("inside") })),
  );
  expect(refused).toMatchObject({ code: 1, out: "", err: "That cannot be.\n", reported: [] });
  expect(await type("list", () => Promise.reject(new NotFound("Nobody is called so.")))).toMatchObject({
    code: 1,
  });
});

test("a wrong setting or a misused command ends with exit code 2", async () => {
  const open: Command["run"] = async (cli) => void (await cli.site());
  const misconfigured = await type("list", open, () => Promise.reject(new ConfigError("PORT is wrong.")));
  expect(misconfigured).toMatchObject({ code: 2, err: "PORT is wrong.\n", reported: [], closed: 0 });
  const misused = await type("list", () => Promise.reject(new Misused("--from must be a date.")));
  expect(misused).toMatchObject({ code: 2, err: "--from must be a date.\n" });
});

test("an error that nobody foresaw is reported whole and said in one line, with exit code 1", async () => {
  const bug = new TypeError("x is not a function");
  const { code, err, reported } = await type("list", () => Promise.reject(bug));
  expect({ code, reported }).toEqual({ code: 1, reported: [bug] });
  expect(err).toMatch(/^Something went wrong that Tern did not foresee: x is not a function\n$/);
});

test("the data are opened once, when they are asked for, and closed whatever happens", async () => {
  let opened = 0;
  const open = async () => void opened++;
  expect(await type("list", async () => {}, open)).toMatchObject({ closed: 0 });
  expect(opened).toBe(0);
  const twice: Command["run"] = async (cli) => {
    expect(await cli.site()).toBe(await cli.site());
    throw new Refused("No.");
  };
  expect(await type("list", twice, open)).toMatchObject({ code: 1, closed: 1 });
  expect(opened).toBe(1);
});

test("--json gives JSON on standard output and nothing else", async () => {
  const { out, err } = await type("list --json", async (cli) => {
    if (cli.wantsJson) cli.json([{ handle: "calais" }]);
    else cli.print("calais");
  });
  expect(JSON.parse(out)).toEqual([{ handle: "calais" }]);
  expect(err).toBe("");
});

test("every command has a name of its own, a line for the list and help", async () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const command of all) {
    expect(command.name).toMatch(/^[a-z]+( [a-z]+)?$/);
    expect(command.summary, command.name).toMatch(/^[a-z].*[^.]$/);
  }
});
