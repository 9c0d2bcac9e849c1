// `npm run test:interop`: gets snac, then runs the tests in a network of their own where made-up names mean this machine.
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeAuthority } from "./authority.ts";
import { backends, given } from "./hosts.ts";
import { unpackSnac } from "./package.ts";

const folder = await mkdtemp(join(tmpdir(), "tern-interop-"));
// PostgreSQL runs as nobody when we are root, and has to reach its own folder in here.
await chmod(folder, 0o755);
try {
  const snac = await prepare().catch((error: Error) => {
    process.stdout.write(`SKIPPED: the tests with snac did not run: ${error.message}\n`);
  });
  if (snac) process.exitCode = await runTests(snac);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @throws {Error} with a sentence when this machine cannot run the tests */
async function prepare(): Promise<string> {
  const names = Object.keys(backends);
  await writeFile(join(folder, "hosts"), `127.0.0.1 localhost ${names.join(" ")}\n`);
  await makeAuthority(folder, names).catch((error: Error) => {
    throw new Error(`openssl could not make certificates: ${error.message}`);
  });
  const { code, said } = await inPrivateNetwork(["true"], "pipe");
  if (code !== 0) {
    throw new Error(
      "a private network cannot be made here. It takes unshare, ip (iproute2), the package ca-certificates, and root or " +
        `user namespaces. ${said.trim()}`,
    );
  }
  return await unpackSnac(resolve("node_modules/.cache/tern-interop"));
}

async function runTests(snac: string): Promise<number> {
  const vitest = [process.execPath, resolve("node_modules/vitest/vitest.mjs"), "run"];
  const config = ["--config", "test/interop/vitest.config.ts"];
  const { code } = await inPrivateNetwork([...vitest, ...config, ...process.argv.slice(2)], "inherit", {
    [given.snac]: snac,
    [given.folder]: folder,
    NODE_EXTRA_CA_CERTS: join(folder, "ca.crt"),
  });
  return code;
}

/**
 * Runs a command where the loopback is the whole network, the test's hosts have addresses and its authority is trusted.
 * The machine itself stays as it is: mounts, network and whatever was left running end with the command.
 */
async function inPrivateNetwork(
  command: string[],
  output: "inherit" | "pipe",
  env: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const spaces = ["--mount", "--net", "--pid", "--fork", "--kill-child"];
  if (process.getuid?.() !== 0) spaces.push("--user", "--map-current-user", "--keep-caps");
  const enter = `ip link set lo up && mount --bind "$1" /etc/hosts &&
    mount --bind "$2" /etc/ssl/certs/ca-certificates.crt && shift 2 && exec "$@"`;
  const files = [join(folder, "hosts"), join(folder, "ca.crt")];
  const child = spawn("unshare", [...spaces, "sh", "-c", enter, "sh", ...files, ...command], {
    stdio: ["ignore", output, output],
    env: { ...process.env, ...env },
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return await new Promise((done) => {
    child.once("error", (error) => done({ code: 1, said: error.message }));
    child.once("close", (code) => done({ code: code ?? 1, said }));
  });
}
