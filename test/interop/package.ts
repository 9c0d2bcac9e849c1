// Brings snac's Debian package into a cache folder, without touching the machine's own packages or sources.
import { execFile } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const suite = "bookworm-backports";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Unpacks snac from Debian, downloading it the first time, and proves that it starts.
 * @param cache a folder that may be kept from run to run
 * @returns the path of the program
 * @throws {Error} with a sentence that says why it cannot be had here
 */
export async function unpackSnac(cache: string): Promise<string> {
  const program = join(cache, "snac2", "usr", "bin", "snac");
  if (await starts(program)) return program;
  const mirror = await debianMirror();
  const [lists, archives] = [join(cache, "lists"), join(cache, "archives")];
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(archives, "partial"), { recursive: true });
  const sources = join(cache, "snac.list");
  await writeFile(sources, `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  const apt = (...args: string[]) =>
    run(
      "apt-get",
      [
        ...["-q", "-o", `Dir::Etc::sourcelist=${sources}`, "-o", "Dir::Etc::sourceparts=/dev/null"],
        ...["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${cache}`],
        ...["-o", "APT::Sandbox::User=", "-o", "Acquire::Retries=2", ...args],
      ],
      { cwd: archives, timeout: 120_000 },
    );
  try {
    await apt("update", "--error-on=any");
    await apt("download", "snac2");
  } catch (error) {
    throw new Error(`snac2 could not be downloaded from ${suite}: ${lastLine(error)}`);
  }
  const deb = (await readdir(archives)).find((name) => name.startsWith("snac2_"));
  if (deb === undefined) throw new Error("apt-get brought no package of snac2.");
  await run("dpkg-deb", ["-x", join(archives, deb), join(cache, "snac2")]);
  await Promise.all([lists, archives].map((folder) => rm(folder, { recursive: true })));
  if (await starts(program)) return program;
  throw new Error("snac was unpacked but does not start; it needs libcurl4 and libssl3.");
}

/** snac without a command prints its version and its commands, and ends with an exit code of its own. */
async function starts(program: string): Promise<boolean> {
  const printed = await run(program, []).catch((error: { stdout?: string }) => error);
  return /^snac \d/.test(printed.stdout ?? "");
}

/** The mirror that the machine itself gets Debian from. */
async function debianMirror(): Promise<string> {
  const { stdout } = await run("apt-get", [
    ...["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
  ]).catch(() => {
    throw new Error("there is no apt-get on this machine.");
  });
  const mirror = stdout.split("\n").find((address) => /\/debian\/?$/.test(address));
  if (mirror === undefined) throw new Error("apt knows no mirror of Debian on this machine.");
  return mirror;
}

function lastLine(error: unknown): string {
  const text = String((error as { stderr?: string }).stderr || error);
  return text.trim().split("\n").at(-1) ?? text;
}
