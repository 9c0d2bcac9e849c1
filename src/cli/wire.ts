// tern wire: what the allies of a collective have published.
import { allyNamed } from "../newsroom/ally.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { wireItems } from "../newsroom/wire.ts";
import { type Command, Misused } from "./command.ts";

export const wire: Command = {
  name: "wire",
  arguments: "COLLECTIVE",
  summary: "lists what a collective's allies published, newest first",
  details: `--ally, --tag, --language and --kind (report, call-out, page, Note …) narrow it; --unread and --proposed show only what
nobody has marked as read, or what a rule proposes to pass on. --limit is 50 unless said otherwise.
With --json an array of {"id", "url", "title", "actor", "published"} and more; \`id\` is the address of the text.`,
  options: {
    ally: { type: "string" },
    tag: { type: "string" },
    language: { type: "string" },
    kind: { type: "string" },
    unread: { type: "boolean" },
    proposed: { type: "boolean" },
    limit: { type: "string" },
  },
  async run(cli, [handle], { ally, tag, language, kind, unread, proposed, limit = "50" }) {
    const most = Number(limit);
    if (!Number.isInteger(most) || most < 1 || most > 1000)
      throw new Misused(`--limit is "${limit}": it must be a number from 1 to 1000.`);
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const text = (option: typeof ally) => (option === undefined ? undefined : String(option));
    const filter = {
      ally: ally === undefined ? undefined : (await allyNamed(site.db, collective, String(ally))).actor,
      tag: text(tag),
      language: text(language),
      kind: text(kind),
      unread: unread === true,
      proposed: proposed === true,
    };
    const { items } = await wireItems(site.db, collective.id, filter, undefined, most);
    if (cli.wantsJson) {
      cli.json(
        items.map((item) => ({
          id: item.uri,
          url: item.url,
          title: item.name,
          actor: item.actor,
          published: item.published,
          announcedBy: item.announced ? item.ally : null,
          kind: item.kind,
          language: item.language,
          tags: item.hashtags,
          proof: item.proof,
          proposed: item.proposal === "open",
          reposted: item.repost !== null && !item.repost.withdrawn,
        })),
      );
      return;
    }
    for (const { published, name, handle, actor, announcedBy, uri, url } of items) {
      const by = handle === null ? actor : `@${handle}`;
      const through = announcedBy === null ? "" : `, through @${announcedBy}`;
      cli.print(`${published.toISOString().slice(0, 16)}Z  ${name ?? "(no title)"}  ${by}${through}`);
      cli.print(`  ${url ?? uri}`);
    }
  },
};
