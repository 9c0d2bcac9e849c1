// What a mutation is: a check that is taken out on purpose, to see that the test of an attack then fails.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A change to a file: `find` occurs there exactly once. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

export interface Mutation {
  /** The number of the attack; the test that has to fail is called "attack N: …". */
  attack: number;
  /** The check that is taken out, in words. */
  check: string;
  /** What takes it out; the tree still runs. Where one check stands behind another, both go. */
  patches: Patch[];
  /** The file of the test. */
  test: string;
}

export const root = join(import.meta.dirname, "../..");

/** All mutations: every file in the folder `mutations` exports a list of that name. */
export async function readMutations(): Promise<Mutation[]> {
  const folder = join(import.meta.dirname, "mutations");
  const lists = await Promise.all(
    (await readdir(folder))
      .sort()
      .map((name) => import(join(folder, name)) as Promise<{ mutations: Mutation[] }>),
  );
  return lists.flatMap(({ mutations }) => mutations);
}

/**
 * A file with a patch in it.
 * @throws {Error} when what it looks for is not there exactly once
 */
export async function patched(base: string, { file, find, replace }: Patch): Promise<string> {
  const text = await readFile(join(base, file), "utf8");
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, and not once: ${find}`);
  return parts.join(replace);
}
