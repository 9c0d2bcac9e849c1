// Compiles Tern into dist, whole or not at all: a node that runs from dist never meets half of it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;
const dist = join(root, "dist");

/** When the newest of these files and folders was changed, in milliseconds. */
function newest(...paths: string[]): number {
  let latest = 0;
  for (const path of paths) {
    const { mtimeMs } = statSync(path);
    latest = Math.max(latest, mtimeMs);
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return latest;
}

function isStale(): boolean {
  const main = join(dist, "src/main.js");
  if (!existsSync(main)) return true;
  const settings = ["tsconfig.json", "tsconfig.build.json", "package.json", "build.ts"];
  const changed = Math.max(
    newest(...["src", "federation", "migrations"].map((folder) => join(root, folder))),
    ...settings.map((file) => statSync(join(root, file)).mtimeMs),
  );
  return statSync(dist).mtimeMs < changed;
}

function build(): number {
  const fresh = `${dist}.new-${process.pid}`;
  const old = `${dist}.old-${process.pid}`;
  try {
    const compiler = join(root, "node_modules/.bin/tsc");
    const { status, error } = spawnSync(compiler, ["-p", "tsconfig.build.json", "--outDir", fresh], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
    if (error !== undefined) throw error;
    if (status !== 0) return status ?? 1;
    cpSync(join(root, "src/web/public"), join(fresh, "src/web/public"), { recursive: true });
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

if (!process.argv.includes("--if-stale") || isStale()) process.exitCode = build();
