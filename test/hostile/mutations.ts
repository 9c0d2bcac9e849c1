// Takes out one check after another in a copy of the tree, and demands that the test of the attack fails each time.
// By hand: npm run mutations [-- NUMBER of an attack …]
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import setup from "../support/postgres.ts";
import { type Mutation, patched, readMutations, root } from "./mutation.ts";

interface Outcome {
  /** The names of tests, with how each ended. */
  ended: { title: string; status: string }[];
  /** The end of what the runner said. */
  said: string;
}

/** What came of each file of tests in the tree as it is. */
const unchanged = new Map<string, Promise<Outcome>>();
const wanted = new Set(process.argv.slice(2).map(Number));
const chosen = (await readMutations()).filter(({ attack }) => wanted.size === 0 || wanted.has(attack));
const stopPostgres = await setup({
  provide: (_name, place) => {
    process.env.TEST_POSTGRES = JSON.stringify(place);
  },
});
const copy = await mkdtemp(join(tmpdir(), "tern-mutations-"));
const survivors: string[] = [];
try {
  await copyTree();
  for (const mutation of chosen) {
    const name = `attack ${mutation.attack}, without: ${mutation.check}`;
    const complaint = await survives(mutation);
    console.log(`${complaint === undefined ? "fails as it should" : "SURVIVES"}  ${name}`);
    if (complaint === undefined) continue;
    console.log(complaint.replace(/^/gm, "    "));
    survivors.push(name);
  }
} finally {
  await rm(copy, { recursive: true, force: true });
  await stopPostgres();
}
console.log(`${chosen.length} mutations, ${survivors.length} of them survived.`);
process.exitCode = survivors.length > 0 || chosen.length === 0 ? 1 : 0;

/** What is tracked or new, and the packages as they are. */
async function copyTree(): Promise<void> {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of listed.stdout.toString().split("\0")) {
    if (file !== "") await cp(join(root, file), join(copy, file), { force: true }).catch(passOverMissing);
  }
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
}

function passOverMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** @returns why the mutation is not killed; undefined where tests of the attack pass without it, and fail with it */
async function survives({ attack, patches, test }: Mutation): Promise<string | undefined> {
  const before = await runUnchanged(test);
  const [passing, failing] = [count(before, attack, "passed"), count(before, attack, "failed")];
  if (passing === 0 || failing > 0) {
    return `Unchanged, ${passing} tests of it pass and ${failing} fail.\n${before.said}`;
  }
  const kept: [path: string, text: string][] = [];
  try {
    for (const patch of patches) {
      const path = join(copy, patch.file);
      kept.push([path, await readFile(path, "utf8")]);
      await writeFile(path, await patched(copy, patch));
    }
    const after = await run(test, `attack ${attack}:`);
    if (count(after, attack, "failed") > 0) return undefined;
    const passed = count(after, attack, "passed");
    return passed > 0 ? `All ${passed} tests of it pass.` : `No test of it can be run.\n${after.said}`;
  } finally {
    for (const [path, text] of kept.reverse()) await writeFile(path, text);
  }
}

function count({ ended }: Outcome, attack: number, wanted: string): number {
  return ended.filter(({ title, status }) => status === wanted && title.startsWith(`attack ${attack}:`))
    .length;
}

function runUnchanged(test: string): Promise<Outcome> {
  const running =
    unchanged.get(test) ?? run(test, wanted.size === 0 ? "attack" : `attack (${[...wanted].join("|")}):`);
  unchanged.set(test, running);
  return running;
}

/** Runs the tests of a file whose names a pattern fits, up to the first that fails. */
async function run(test: string, names: string): Promise<Outcome> {
  const place = join(copy, "report.json");
  await rm(place, { force: true });
  const runner = join("node_modules", "vitest", "vitest.mjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      runner,
      "run",
      test,
      "--bail=1",
      "-t",
      names,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${place}`,
    ],
    { cwd: copy, env: { ...process.env, NO_COLOR: "1", CI: "true" }, encoding: "utf8" },
  );
  const report = await readFile(place, "utf8").then(JSON.parse, () => ({ testResults: [] }));
  const { testResults } = report as { testResults: { assertionResults: Outcome["ended"] }[] };
  const ended = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { ended, said: `${stdout}${stderr}`.slice(-2_000) };
}
