// tern followers: who follows a collective, and sending somebody away.
import type { Collective } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { countFollowers, type FollowerShown, followersOf, removeFollower } from "../newsroom/follow.ts";
import type { Site } from "../site.ts";
import type { Command } from "./command.ts";

export const followers: Command = {
  name: "followers",
  arguments: "COLLECTIVE",
  summary: "lists who follows a collective",
  details: 'With --json an array of {"actor", "handle", "inbox", "since"}; `since` is a day.',
  async run(cli, [handle]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    if (cli.wantsJson) {
      const all: object[] = [];
      for await (const { name, ...follower } of everyFollower(site, collective)) all.push(follower);
      cli.json(all);
      return;
    }
    const count = await countFollowers(site.db, collective.id);
    cli.print(`${count} ${count === 1 ? "follows" : "follow"} ${collective.name} (@${collective.handle}).`);
    for await (const { actor, handle, since } of everyFollower(site, collective)) {
      cli.print(`${since}  ${handle === null ? actor : `@${handle}`}`);
    }
  },
};

export const followersRemove: Command = {
  name: "followers remove",
  arguments: "COLLECTIVE HANDLE_OR_URL",
  summary: "sends a follower away and stops sending to them",
  details: "They may follow again, unless they are blocked.",
  async run(cli, [handle, follower]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const actor = await followerNamed(site, collective, follower!);
    await removeFollower(site, collective, actor);
    if (cli.wantsJson) cli.json({ actor });
    else cli.print(`${actor} does not follow @${collective.handle} any more.`);
  },
};

/** Looked for among the followers only: nobody needs to be reachable in order to be sent away. */
async function followerNamed(site: Site, collective: Collective, named: string): Promise<string> {
  for await (const { actor, handle } of everyFollower(site, collective)) {
    if (actor === named || handle === named.replace(/^@/, "")) return actor;
  }
  throw new NotFound(`${named} does not follow @${collective.handle}.`);
}

async function* everyFollower(site: Site, collective: Collective): AsyncGenerator<FollowerShown> {
  let after: string | undefined;
  do {
    const page = await followersOf(site.db, collective.id, {
      limit: 1000,
      ...(after !== undefined && { after }),
    });
    yield* page.followers;
    after = page.next;
  } while (after !== undefined);
}
