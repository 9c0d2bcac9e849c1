// Takes out one check after another in a copy of the tree, and demands that the test of the attack fails each time.
// By hand: npm run mutations [-- NUMBER of an attack …]
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mutation, patched, readMutations, root } from "./mutation.ts";

interface Outcome {
  passed: number;
  failed: number;
  /** The end of what the runner said. */
  said: string;
}

const unchanged = new Map<string, Promise<Outcome>>();
const wanted = new Set(process.argv.slice(2).map(Number));
const chosen = (await readMutations()).filter(({ attack }) => wanted.size === 0 || wanted.has(attack));
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
  const before = await runUnchanged(test, attack);
  if (before.passed === 0 || before.failed > 0) {
    return `Unchanged, ${before.passed} tests of it pass and ${before.failed} fail.\n${before.said}`;
  }
  const kept: [path: string, text: string][] = [];
  try {
    for (const patch of patches) {
      const path = join(copy, patch.file);
      kept.push([path, await readFile(path, "utf8")]);
      await writeFile(path, await patched(copy, patch));
    }
    const { passed, failed, said } = await run(test, attack);
    if (failed > 0) return undefined;
    return passed > 0 ? `All ${passed} tests of it pass.` : `No test of it can be run.\n${said}`;
  } finally {
    for (const [path, text] of kept.reverse()) await writeFile(path, text);
  }
}

function runUnchanged(test: string, attack: number): Promise<Outcome> {
  const name = `${test} ${attack}`;
  const running = unchanged.get(name) ?? run(test, attack);
  unchanged.set(name, running);
  return running;
}

async function run(test: string, attack: number): Promise<Outcome> {
  const report = join(copy, "report.json");
  await rm(report, { force: true });
  const runner = join("node_modules", "vitest", "vitest.mjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      runner,
      "run",
      test,
      "-t",
      `attack ${attack}:`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { cwd: copy, env: { ...process.env, NO_COLOR: "1", CI: "true" }, encoding: "utf8" },
  );
  const counts = await readFile(report, "utf8").then(JSON.parse, () => ({}));
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = counts as Record<string, number>;
  return { passed, failed, said: `${stdout}${stderr}`.slice(-2_000) };
}
