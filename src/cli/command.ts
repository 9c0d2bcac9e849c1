// The frame of every command: reading the words that were typed, help, --json, and errors said as sentences.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { isSpoken } from "../domain/errors.ts";
import type { Site } from "../site.ts";

/** A node that runs in this process. */
export interface RunningNode {
  readonly site: Site;
  /** Where it listens, or undefined when it only works. */
  readonly url: string | undefined;
  /** Finishes what is running and lets go of everything; at most ten seconds. */
  stop(): Promise<void>;
}

/** Which parts of a node run. */
export interface Parts {
  web: boolean;
  worker: boolean;
}

/** The settings of a node that is not the one of the environment, made from the environment. */
export type OtherSettings = (given: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;

/** What a command is given. */
export interface Cli {
  /** The node's data, opened at the first call and closed when the command ends; nothing listens. */
  site(): Promise<Site>;
  /** Starts the node itself, or one with other settings. The command that asks for it stops it. */
  start(parts: Parts, settings?: OtherSettings): Promise<RunningNode>;
  /** Says a line to whoever typed the command. */
  print(line: string): void;
  /** Gives the result to a program; only where `wantsJson`. */
  json(value: unknown): void;
  /** Whether `--json` was given: then nothing else may be printed. */
  readonly wantsJson: boolean;
}

export type Options = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface Command {
  /** `publish`, or two words: `collective create`. */
  name: string;
  /** What follows it: `COLLECTIVE FILE.md`, `[HANDLE]` for one that may be left out, `FILE…` for one or more. */
  arguments: string;
  /** One line for the list of commands. */
  summary: string;
  /** More for `--help`. */
  details?: string;
  /** Options as `parseArgs` takes them; `--json` and `--help` are always there. */
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** @throws a spoken error, which becomes a sentence and exit code 1; `Misused`, which becomes exit code 2 */
  run(cli: Cli, args: string[], options: Options): Promise<void>;
}

/** The command was typed in a way it cannot be understood; the sentence says how it is meant. */
export class Misused extends Error {
  override name = "Misused";
}

/** What the frame needs from the process around it. */
export interface Surroundings {
  openSite(): Promise<{ site: Site; close(): Promise<void> }>;
  startNode(parts: Parts, settings?: OtherSettings): Promise<RunningNode>;
  out(text: string): void;
  err(text: string): void;
  /** Told of errors that nobody foresaw, with everything that is known about them. */
  report(error: unknown): void;
}

/**
 * Runs the command that was typed.
 * @param typed the words after the program's name
 * @returns the exit code: 0 done, 1 refused or failed (a sentence says why), 2 not understood or wrongly configured
 */
export async function runCommand(
  commands: readonly Command[],
  typed: string[],
  around: Surroundings,
): Promise<number> {
  const command = commandIn(commands, typed);
  if (command === undefined) return explain(commands, typed, around);
  let opened: Promise<{ site: Site; close(): Promise<void> }> | undefined;
  try {
    const { args, options } = understand(command, typed.slice(command.name.split(" ").length));
    if (options.help) {
      around.out(helpOn(command));
      return 0;
    }
    const wantsJson = options.json === true;
    await command.run(
      {
        wantsJson,
        site: async () => {
          opened ??= around.openSite();
          return (await opened).site;
        },
        start: around.startNode,
        print: (line) => around.out(`${line}\n`),
        json: (value) => around.out(`${JSON.stringify(value)}\n`),
      },
      args,
      options,
    );
    return 0;
  } catch (error) {
    return say(error, around);
  } finally {
    await opened?.then(({ close }) => close()).catch(() => {});
  }
}

/** Says an error to whoever typed the command, and gives the exit code for it. */
export function say(error: unknown, around: Pick<Surroundings, "err" | "report">): number {
  if (error instanceof Misused || error instanceof ConfigError) {
    around.err(`${error.message}\n`);
    return 2;
  }
  if (isSpoken(error)) {
    around.err(`${error.message}\n`);
    return 1;
  }
  around.report(error);
  around.err(
    `Something went wrong that Tern did not foresee: ${error instanceof Error ? error.message : error}\n`,
  );
  return 1;
}

function commandIn(commands: readonly Command[], typed: string[]): Command | undefined {
  return (
    commands.find(({ name }) => name === typed.slice(0, 2).join(" ")) ??
    commands.find(({ name }) => name === typed[0])
  );
}

function understand(command: Command, words: string[]): { args: string[]; options: Options } {
  let args: string[];
  let options: Options;
  try {
    const { positionals, values } = parseArgs({
      args: words,
      options: { ...command.options, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    args = positionals;
    options = values;
  } catch (error) {
    throw new Misused(`${(error as Error).message.split(". ")[0]}.\n${usage(command)}`);
  }
  const expected = command.arguments.split(" ").filter((word) => word !== "");
  const needed = expected.filter((word) => !word.startsWith("[")).length;
  const most = expected.some((word) => word.includes("…")) ? Number.POSITIVE_INFINITY : expected.length;
  if (!options.help && args.length < needed)
    throw new Misused(`${expected[args.length]} is missing.\n${usage(command)}`);
  if (args.length > most) throw new Misused(`"${args[most]}" is one word too many.\n${usage(command)}`);
  return { args, options };
}

function explain(commands: readonly Command[], typed: string[], { out, err }: Surroundings): number {
  const word = typed[0];
  const family = commands.filter(({ name }) => name.startsWith(`${word} `));
  if (word === undefined || word === "--help" || word === "-h" || word === "help") {
    const asked = word === "help" ? commandIn(commands, typed.slice(1)) : undefined;
    out(asked === undefined ? overview(commands) : helpOn(asked));
    return 0;
  }
  if (family.length > 0) {
    const asked = typed.length === 2 && /^(--help|-h)$/.test(typed[1]!);
    const list = `${family.map((command) => `  ${line(command)}`).join("\n")}\n`;
    if (asked) out(list);
    else err(`"${word}" needs one more word:\n${list}`);
    return asked ? 0 : 2;
  }
  err(`There is no command "${word}". "tern --help" lists those there are.\n`);
  return 2;
}

function usage(command: Command): string {
  return `Usage: tern ${[command.name, command.arguments].filter((part) => part !== "").join(" ")}`;
}

function line(command: Command): string {
  return `${[command.name, command.arguments].join(" ").padEnd(44)} ${command.summary}`;
}

function overview(commands: readonly Command[]): string {
  const list = commands.map((command) => `  ${line(command)}`).join("\n");
  return `Tern, a federated publishing node.\n\nUsage: tern COMMAND …\n\n${list}\n\n"tern COMMAND --help" says more about one of them. Settings come from the environment; .env.example explains them.\n`;
}

function helpOn(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(
    ([name, { type, short }]) =>
      `  --${name}${type === "string" ? " …" : ""}${short === undefined ? "" : `, -${short}`}`,
  );
  return [
    usage(command),
    command.summary,
    command.details,
    `Options:\n${[...options, "  --json", "  --help, -h"].join("\n")}`,
  ]
    .filter((part) => part !== undefined)
    .join("\n\n")
    .concat("\n");
}
