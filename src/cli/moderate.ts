// tern moderate: what others have answered, listed and decided about from the command line.
import { plainText, shortened } from "../domain/prose.ts";
import { responseStates } from "../domain/response.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { findOwnReport } from "../newsroom/find.ts";
import { deleteAnswers, mostAtOnce, settle } from "../newsroom/moderate.ts";
import { answersByCollective, queueOf } from "../newsroom/queue.ts";
import { type Command, Misused } from "./command.ts";

export const moderateList: Command = {
  name: "moderate list",
  arguments: "COLLECTIVE",
  summary: "lists answers to a collective",
  details: `  --state held   held (those that wait), shown or hidden
  --text TEXT    only answers to that text: its id, the address of its page, or its slug

With --json an array of {"id", "kind", "actor", "state", "html"}; \`actor\` is null where the collective itself has
answered, and \`html\` is cleaned.`,
  options: { state: { type: "string" }, text: { type: "string" } },
  async run(cli, [handle], typed) {
    const state = responseStates.find((one) => one === (typed.state ?? "held"));
    if (state === undefined) throw new Misused("--state is held, shown or hidden.");
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const text =
      typeof typed.text === "string" ? await findOwnReport(site, typed.text, collective.id) : undefined;
    const report = text?.id;
    const all: object[] = [];
    let before: string | undefined;
    do {
      const page = await queueOf(site.db, collective.id, { state, report, before }, mostAtOnce);
      for (const { id, kind, author, html, ...answer } of page.answers) {
        const actor = author?.actor ?? null;
        if (cli.wantsJson) all.push({ id, kind, actor, state: answer.state, html });
        else {
          const words = answer.contentWarning ?? plainText(html);
          cli.print(
            `${id}  ${kind}  ${author?.handle ?? actor ?? collective.handle}  ${shortened(words, 80)}`,
          );
        }
      }
      before = page.next;
    } while (before !== undefined);
    if (cli.wantsJson) cli.json(all);
  },
};

const deeds = { show: "shown", hide: "hidden" } as const;

function judging(name: keyof typeof deeds | "delete", summary: string): Command {
  return {
    name: `moderate ${name}`,
    arguments: "ID…",
    summary,
    async run(cli, ids) {
      const site = await cli.site();
      let count = 0;
      for (const { collective, ids: all } of await answersByCollective(site.db, ids)) {
        for (let at = 0; at < all.length; at += mostAtOnce) {
          const some = all.slice(at, at + mostAtOnce);
          count +=
            name === "delete"
              ? await deleteAnswers(site, collective, some)
              : await settle(site, collective.id, some, deeds[name]);
        }
      }
      if (cli.wantsJson) cli.json({ count });
      else cli.print(`Done for ${count} of ${ids.length}.`);
    },
  };
}

export const moderateShow = judging("show", "shows answers");
export const moderateHide = judging("hide", "hides answers");
export const moderateDelete = judging(
  "delete",
  "deletes answers; a collective’s own are taken back everywhere",
);
