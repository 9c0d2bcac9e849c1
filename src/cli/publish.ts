// tern publish, tern revise: texts from Markdown files.
import type { Draft } from "../domain/draft.ts";
import { ap } from "../domain/paths.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { findReport } from "../newsroom/find.ts";
import { type Published, publishReport } from "../newsroom/publish.ts";
import { reviseReport } from "../newsroom/revise.ts";
import type { Site } from "../site.ts";
import type { Cli, Command } from "./command.ts";
import { readTextFile } from "./text_file.ts";

const aboutFiles = `FILE.md begins with front matter between two lines "---":

  title: What happened today          (the only one that is needed)
  kind: report                        report, call-out or page
  language: en                        else the collective's first
  published: 2015-09-12T18:30:00Z     past: backdated; ahead: scheduled
  tags: [freedom of movement, Calais]
  summary: The lead, in a sentence or two
  content-warning: Police violence
  links: [https://one.example]        or pairs of href and name
  translation-of: slug, address or id of a text of this node
  slug: how-the-address-ends
  cover: photos/gate.jpg              else the first picture of the text
  wire-form: Note                     else as the collective has it
  reply-policy: hold                  off, hold, known or open
  pinned: true

Below it stands the text in Markdown. Pictures, ![description](photos/march.jpg "caption"), are read relative to the
file. With "-" for FILE.md the text comes in by standard input.`;

export const publish: Command = {
  name: "publish",
  arguments: "COLLECTIVE FILE.md",
  summary: "publishes a text with its pictures, now or at its date",
  details: aboutFiles,
  async run(cli, [handle, file]) {
    const draft = await readTextFile(file!);
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    tell(cli, site, await publishReport(site, collective, draft), draft);
  },
};

export const revise: Command = {
  name: "revise",
  arguments: "TEXT FILE.md",
  summary: "puts a new version in place of a text and tells everybody",
  details: `TEXT is the id, the address or the slug of a text. The file is the whole new version: what it leaves out (lead, tags,
links …) is taken away. The date, the address and the wire form of a published text stay as they are.

${aboutFiles}`,
  async run(cli, [text, file]) {
    const draft = await readTextFile(file!);
    const site = await cli.site();
    const { id } = await findReport(site, text!);
    const whole: Draft = {
      ...draft,
      summary: draft.summary ?? "",
      contentWarning: draft.contentWarning ?? "",
      tags: draft.tags ?? [],
      links: draft.links ?? [],
    };
    tell(cli, site, await reviseReport(site, id, whole));
  },
};

function tell(cli: Cli, site: Site, { id, path, state, deliveries }: Published, draft?: Draft): void {
  const { origin } = site.config;
  const told = { id: origin + ap.report(id), url: origin + path, deliveries };
  if (cli.wantsJson) {
    cli.json(told);
    return;
  }
  if (state === "scheduled" && draft?.published !== undefined) {
    cli.print(`It will be published on ${draft.published.toISOString()}.`);
  }
  cli.print(`id          ${told.id}`);
  cli.print(`url         ${told.url}`);
  cli.print(`deliveries  ${told.deliveries}`);
}
