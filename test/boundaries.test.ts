// Reads every import of Tern and proves that the arrows of the house point one way.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What each part may import; the order is the order of the arrows. */
const mayImport: Record<string, string[]> = {
  domain: ["domain"],
  db: ["domain", "db"],
  config: ["config"],
  log: ["config", "log"],
  version: [],
  site: ["config", "domain", "db", "newsroom", "site"],
  newsroom: ["version", "domain", "db", "config", "site", "newsroom"],
  federation: ["version", "domain", "db", "newsroom", "config", "site", "federation"],
  web: ["version", "domain", "db", "newsroom", "config", "site", "web"],
  cli: ["version", "domain", "db", "newsroom", "config", "site", "cli"],
  main: ["version", "domain", "db", "newsroom", "federation", "web", "cli", "config", "log", "site", "main"],
  migrations: ["migrations"],
};

/** Packages that only some may know. */
const keptFrom: [package_: RegExp, parts: string[]][] = [
  [/^@fedify\//, ["domain", "db", "newsroom", "web", "cli"]],
  [/^(express|helmet|multer|preact)/, ["domain", "db", "newsroom", "cli"]],
  [/^preact/, ["federation"]],
  [/^(kysely|pg|pg-boss|node:fs)/, ["domain"]],
];

interface Import {
  file: string;
  part: string;
  to: string;
  typeOnly: boolean;
}

/** Which part a file belongs to. */
function partOf(file: string): string {
  const path = relative(root, file).split("/");
  if (path[0] === "src") return path.length === 2 ? path[1]!.replace(/\.tsx?$/, "") : path[1]!;
  return path[0]!;
}

const files = ["src", "federation", "migrations"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^;"']*?\bfrom\s+["']([^"']+)["']/gm),
    ...text.matchAll(/^import\s+()["']([^"']+)["']/gm),
    ...text.matchAll(/\bimport\(\s*()["']([^"']+)["']/g),
  ];
  return found.map(([, type, to]) => ({
    file,
    part: partOf(file),
    to: to!,
    typeOnly: type !== undefined && type !== "",
  }));
});

const where = ({ file, to }: Import) => `${relative(root, file)} imports ${to}`;

test("every file belongs to a part that is known, and there is something to read", () => {
  expect(new Set(files.map(partOf)).difference(new Set(Object.keys(mayImport)))).toEqual(new Set());
  expect(imports.length).toBeGreaterThan(100);
});

test("imports point only along the arrows", () => {
  const wrong = imports.filter(({ file, part, to }) => {
    if (!to.startsWith(".") || to === "../package.json") return false;
    return !mayImport[part]!.includes(partOf(resolve(dirname(file), to)));
  });
  expect(wrong.map(where)).toEqual([]);
});

test("a part knows only the packages that are its business", () => {
  const wrong = imports.filter(({ part, to }) =>
    keptFrom.some(([name, parts]) => name.test(to) && parts.includes(part)),
  );
  expect(wrong.map(where)).toEqual([]);
});

test("files are imported by their whole name, and no package by a path into it that it does not offer", () => {
  const wrong = imports.filter(({ to }) =>
    to.startsWith(".") ? !/\.(tsx?|json)$/.test(to) : /node_modules/.test(to),
  );
  expect(wrong.map(where)).toEqual([]);
});

test("what runs needs no package that is only there to develop", () => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const installed = Object.keys({ ...dependencies, ...optionalDependencies });
  const missing = imports.filter(
    ({ to, typeOnly }) =>
      !typeOnly &&
      !/^(\.|node:)/.test(to) &&
      !installed.some((name) => to === name || to.startsWith(`${name}/`)),
  );
  expect(missing.map(where)).toEqual([]);
});

test("only the configuration reads the environment", () => {
  const reading = files.filter((file) => /\bprocess\.env\b/.test(readFileSync(file, "utf8")));
  expect(reading.map((file) => relative(root, file))).toEqual(["src/config.ts"]);
});

test("the site and the newsroom know each other by their types alone", () => {
  const untyped = imports.filter(
    ({ part, to, typeOnly }) => part === "site" && to.includes("newsroom") && !typeOnly,
  );
  expect(untyped.map(where)).toEqual([]);
});

test("every file opens with one sentence that says what it is", () => {
  const silent = files.filter((file) => !/^\/\/ \S[^\n]{20,}\n/.test(readFileSync(file, "utf8")));
  expect(silent.map((file) => relative(root, file))).toEqual([]);
});
