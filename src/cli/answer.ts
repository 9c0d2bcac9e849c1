// tern answer: what a collective says to somebody who has answered it, its correction, and its end.
import type { Collective } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import { publishAnswer, reviseAnswer, withdrawAnswer } from "../newsroom/answer.ts";
import { responseNamed } from "../newsroom/answers.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import type { Sent } from "../newsroom/send.ts";
import type { Site } from "../site.ts";
import type { Cli, Command } from "./command.ts";
import { readWords } from "./text_file.ts";

const options = { language: { type: "string" } } as const;
const aboutLanguage = "  --language ar   the language of the answer;";

export const answer: Command = {
  name: "answer",
  arguments: "COLLECTIVE RESPONSE FILE.md",
  summary: "answers somebody as the collective",
  details: `RESPONSE is the id or the address of what somebody has said. FILE.md is Markdown without pictures; with "-" it comes in by
standard input. What was said to the collective alone is answered to its author alone.

${aboutLanguage} else that of what is answered, where the collective writes it, else that of the
                  text that it is about, else the collective's first`,
  options,
  async run(cli, [handle, name, file], { language }) {
    const { site, collective, id } = await find(cli, handle!, name!);
    const source = await readWords(file!);
    tell(cli, site, await publishAnswer(site, collective, id, { source, language: language as string }));
  },
};

export const answerRevise: Command = {
  name: "answer revise",
  arguments: "COLLECTIVE ANSWER FILE.md",
  summary: "says an answer in other words and tells everybody",
  details: `ANSWER is the id or the address of an answer of the collective.

${aboutLanguage} else the one it has`,
  options,
  async run(cli, [handle, name, file], { language }) {
    const { site, collective, id } = await find(cli, handle!, name!);
    const source = await readWords(file!);
    tell(cli, site, await reviseAnswer(site, collective, id, { source, language: language as string }));
  },
};

export const answerWithdraw: Command = {
  name: "answer withdraw",
  arguments: "COLLECTIVE ANSWER",
  summary: "takes an answer back",
  details:
    "ANSWER is the id or the address of an answer of the collective. Every server that it went to is told to delete it.",
  async run(cli, [handle, name]) {
    const { site, collective, id } = await find(cli, handle!, name!);
    tell(cli, site, await withdrawAnswer(site, collective, id));
  },
};

async function find(
  cli: Cli,
  handle: string,
  name: string,
): Promise<{ site: Site; collective: Collective; id: string }> {
  const site = await cli.site();
  const collective = await collectiveNamed(site, handle);
  const id = await responseNamed(site.db, collective.id, name);
  if (id === undefined) throw new NotFound(`Nobody has said ${name} to ${handle}.`);
  return { site, collective, id };
}

function tell(cli: Cli, { config }: Site, { id, deliveries }: Sent): void {
  const told = { id: config.origin + ap.note(id), deliveries };
  if (cli.wantsJson) {
    cli.json(told);
    return;
  }
  cli.print(`id          ${told.id}`);
  cli.print(`deliveries  ${told.deliveries}`);
}
