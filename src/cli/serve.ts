// tern serve: the whole node in one process, until it is asked to end.
import { firstLinks } from "../newsroom/first_run.ts";
import type { Site } from "../site.ts";
import type { Cli, Command, RunningNode } from "./command.ts";

/** Milliseconds after which the process ends, whatever still runs. */
const longestEnd = 9500;

export const serve: Command = {
  name: "serve",
  arguments: "",
  summary: "runs the node: the site and the background work",
  run: (cli) => runUntilAsked(cli, { web: true, worker: true }),
};

/** Starts parts of the node, says where it is, and stops it on SIGTERM or SIGINT. */
export async function runUntilAsked(cli: Cli, parts: { web: boolean; worker: boolean }): Promise<void> {
  const end = asked();
  const node = await cli.start(parts);
  for (const line of greeting(node, parts)) cli.print(line);
  if (parts.web) for (const line of await invitation(node.site)) cli.print(line);
  cli.print("Ctrl-C ends it.");
  const signal = await end;
  // Nobody waits longer than a service manager does. Whoever asks again does not want to wait at all, but a Ctrl-C may
  // arrive twice: from the terminal, and from npm.
  setTimeout(() => process.exit(1), longestEnd).unref();
  const since = performance.now();
  for (const again of ["SIGTERM", "SIGINT"] as const) {
    process.on(again, () => performance.now() - since > 1000 && process.exit(1));
  }
  cli.print(signal === "SIGINT" ? "\nFinishing what is running …" : "Finishing what is running …");
  await node.stop();
  cli.print("Tern has ended.");
}

function greeting({ site, url }: RunningNode, parts: { web: boolean; worker: boolean }): string[] {
  const { origin, dataDir, databaseUrl } = site.config;
  const lines: string[] = [];
  if (url !== undefined) {
    lines.push(`Tern is at ${origin}`);
    if (origin.startsWith("https:"))
      lines.push(`It listens at ${url}; the proxy in front of it passes requests on to there.`);
  }
  if (!parts.web) lines.push(`Tern works for ${origin}: it sends, receives and tidies, and serves no pages.`);
  if (!parts.worker)
    lines.push("It serves pages only; start `tern worker` beside it for the background work.");
  lines.push(
    databaseUrl === undefined
      ? `Everything it keeps is in ${dataDir}`
      : `Its pictures are in ${dataDir}; everything else is in the PostgreSQL of DATABASE_URL.`,
  );
  return lines;
}

/** While nobody can open the desk: the way in. */
async function invitation(site: Site): Promise<string[]> {
  const links = await firstLinks(site);
  return links.flatMap(({ link, collective }) => [
    "",
    collective === undefined
      ? "Nobody publishes here yet. Open this link in a browser to found the first collective; it works once and for seven days:"
      : `Nobody can write for ${collective.name} yet. Open this link in a browser to take the first pen; it works once and for seven days:`,
    `  ${link}`,
    "",
  ]);
}

/** Waits until the process is asked to end, and gives the signal that asked. */
export function asked(): Promise<NodeJS.Signals> {
  return new Promise((done) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, done);
  });
}
