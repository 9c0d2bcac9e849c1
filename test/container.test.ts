// What the containers and the example of settings say agrees with what Tern reads.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../src/config.ts";

const root = join(import.meta.dirname, "..");
const read = (name: string) => readFile(join(root, name), "utf8");

/** The settings that `readConfig` asks the environment for. */
function settingsRead(): Set<string> {
  const asked = new Set<string>();
  readConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  return asked;
}

test("the example explains every setting, and none that is not read", async () => {
  const example = await read(".env.example");
  const explained = new Set([...example.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name!));
  const forCompose = new Set(["TERN_DOMAIN", "POSTGRES_PASSWORD", "ACME_EMAIL"]);
  expect(explained.difference(forCompose)).toEqual(settingsRead());
});

test("the values of the example are values that Tern takes", async () => {
  const example = await read(".env.example");
  const values = Object.fromEntries(
    [...example.matchAll(/^#([A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(readConfig(values)).toMatchObject({ origin: "https://reports.example", trustProxy: "loopback" });
});

test("the composed services have what they need, and only the proxy and Tern can reach the world", async () => {
  const compose = parse(await read("docker-compose.yml"), { merge: true });
  expect(Object.keys(compose.services).sort()).toEqual(["caddy", "postgres", "web", "worker"]);
  const { web, worker, postgres, caddy } = compose.services;
  expect([web.command, worker.command]).toEqual([["web"], ["worker"]]);
  for (const part of [web, worker]) {
    const fill = (text: string) =>
      text.replace(
        /\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}/g,
        (_, name, or) => or ?? `${name}-x`.repeat(4).toLowerCase(),
      );
    const filled = Object.entries(part.environment as Record<string, string>).map(([name, value]) => [
      name,
      fill(value),
    ]);
    expect(filled.length).toBeGreaterThan(4);
    const config = readConfig(
      Object.fromEntries(
        filled.map(([name, value]) => [name, name === "ORIGIN" ? "https://reports.example" : value]),
      ),
    );
    expect(config).toMatchObject({ trustProxy: "uniquelocal", logLevel: "info", allowPrivateAddress: false });
  }
  expect(postgres.networks).toEqual(["inside"]);
  expect(compose.networks.inside.internal).toBe(true);
  expect(caddy.volumes).toContain("./Caddyfile:/etc/caddy/Caddyfile:ro");
  expect(await read("Caddyfile")).toContain("reverse_proxy web:3000");
});

test("the container runs as somebody else than root, and looks whether it is alive", async () => {
  const dockerfile = await read("Dockerfile");
  const last = dockerfile.slice(dockerfile.lastIndexOf("FROM "));
  expect(dockerfile.match(/^FROM (\S+)/gm)).toEqual([
    "FROM node:26-slim",
    "FROM node:26-slim",
    "FROM node:26-slim",
  ]);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
});
