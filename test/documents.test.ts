// What the documents state as fact is read from the code, so that nobody is told what is no longer true.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { commands } from "../src/cli/index.ts";

const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "FEDERATION.md"];
const read = (file: string) => readFile(file, "utf8");

test("whoever reads the README finds every setting, and none that does not exist", async () => {
  const variables = named(await read("src/config.ts"), /\b(?:value|read)\(\s*"([A-Z_]+)"/g);
  expect(variables.length).toBeGreaterThan(5);
  expect(named(await read("README.md"), /^\| `([A-Z_]+)` \|/gm)).toEqual(variables);
});

test("whoever copies .env.example has every setting before them", async () => {
  const variables = named(await read("src/config.ts"), /\b(?:value|read)\(\s*"([A-Z_]+)"/g);
  expect(named(await read(".env.example"), /^#? ?([A-Z_]+)=/gm)).toEqual(expect.arrayContaining(variables));
});

test("the README lists the commands that there are", async () => {
  const rows = commands.map(({ name, arguments: words, summary }) => {
    const typed = `tern ${[name, words].filter(Boolean).join(" ")}`;
    return `| \`${typed}\` | ${summary} |`;
  });
  const [, shown] = /<!-- commands -->\n([\s\S]*)<!-- \/commands -->/.exec(await read("README.md")) ?? [];
  expect(shown?.trim()).toBe(["| command | what it does |", "|---|---|", ...rows].join("\n"));
});

test("the README explains every key of the front matter", async () => {
  const [, keys = ""] = /const keys = \[([\s\S]*?)\]/.exec(await read("src/domain/frontmatter.ts")) ?? [];
  const known = named(keys, /"([a-z-]+)"/g);
  expect(known).toContain("title");
  expect(named(await read("README.md"), /^\| `([a-z-]+)` \|/gm)).toEqual(known);
});

test.for(documents)("%s names only files and scripts that exist", async (document) => {
  const text = await read(document);
  const paths = named(text, /`((?:src|federation|migrations|test|\.ci)(?:\/[\w./-]*)?)`/g);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  const links = named(text, /(?<!!)\[[^\]]+\]\((?!https?:)([\w./-]+)\)/g);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
  const { scripts } = JSON.parse(await read("package.json"));
  const used = named(text, /npm run ([\w:]+)/g);
  expect(used.filter((script) => scripts[script] === undefined)).toEqual([]);
});

/** Everything that a pattern finds, sorted, each once. */
function named(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();
}
