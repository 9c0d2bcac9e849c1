// tern repost, unrepost: passing on what others wrote, and taking that back.
import { readFile, stat } from "node:fs/promises";
import { collectiveNamed } from "../newsroom/collective.ts";
import { maxIntroduction, passOn, type Reposted, withdrawRepost } from "../newsroom/pass_on.ts";
import type { Site } from "../site.ts";
import type { Cli, Command } from "./command.ts";

export const repost: Command = {
  name: "repost",
  arguments: "COLLECTIVE URL_OR_ID",
  summary: "passes a text of somebody else on to the collective's followers",
  details: `URL_OR_ID is the address of a text or of its page, as "tern wire" shows it; its author need not be an ally. It is asked for at
its origin first. --introduction is said before it, as Markdown: a text, or the name of a file that has one; --language
says in which language that is. Doing it twice changes nothing.`,
  options: { introduction: { type: "string" }, language: { type: "string" } },
  async run(cli, [handle, text], { introduction, language }) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const preface =
      introduction === undefined
        ? undefined
        : {
            source: await textOrFile(String(introduction)),
            language: language === undefined ? undefined : String(language),
          };
    tell(cli, site, await passOn(site, collective, text!, preface));
  },
};

export const unrepost: Command = {
  name: "unrepost",
  arguments: "COLLECTIVE URL_OR_ID",
  summary: "takes a repost back, with what was said before it",
  details: "URL_OR_ID is the address of the text or of the repost's page.",
  async run(cli, [handle, text]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    tell(cli, site, await withdrawRepost(site, collective, text!));
  },
};

function tell(cli: Cli, { config: { origin } }: Site, { object, path, deliveries }: Reposted): void {
  const told = { object, url: origin + path, deliveries };
  if (cli.wantsJson) {
    cli.json(told);
    return;
  }
  for (const [label, value] of Object.entries(told)) cli.print(`${label.padEnd(12)}${value}`);
}

/** What a file says, where there is one of that name; else the words themselves. */
async function textOrFile(words: string): Promise<string> {
  const found = await stat(words).catch(() => undefined);
  // What is too long is refused by whoever counts it; a film is not read for that.
  if (!found?.isFile() || found.size > 8 * maxIntroduction) return words;
  return readFile(words, "utf8");
}
