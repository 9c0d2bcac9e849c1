// Runs one of the benchmarks: npm run bench -- NAME [--json]. Each compares two ways of doing a thing in one run.
import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.ts";

const benchmarks: Record<string, () => Promise<{ run: Benchmark }>> = {
  delivery: () => import("./delivery.ts"),
  inbox: () => import("./inbox.ts"),
  pages: () => import("./pages.ts"),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const benchmark = benchmarks[positionals[0] ?? ""];
if (benchmark === undefined) {
  console.error(
    `Which one? npm run bench -- NAME [--json], with one of: ${Object.keys(benchmarks).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const { run } = await benchmark();
  const result = await run((line) => console.log(line));
  if (values.json) console.log(JSON.stringify(result));
}
