// tern follow, unfollow, following: whom a collective follows.
import { alliesOf, followActor, unfollowActor } from "../newsroom/ally.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import type { Command } from "./command.ts";

const whom =
  "HANDLE_OR_URL is @name@host or the address of an actor: of another collective here or elsewhere, of a WordPress blog, of\na Mastodon account, of a Lemmy community.";

export const follow: Command = {
  name: "follow",
  arguments: "COLLECTIVE HANDLE_OR_URL",
  summary: "follows an ally, whose texts arrive on the wire from then on",
  details: `${whom} Their server answers now, or once a person there agrees; "tern following" shows it. Asking again does no harm.`,
  async run(cli, [handle, ally]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const actor = await followActor(site, collective, ally!);
    const shown = (await alliesOf(site.db, collective.id)).find((one) => one.actor === actor.id);
    const state = shown?.state ?? "requested";
    if (cli.wantsJson) cli.json({ actor: actor.id, handle: actor.handle, state });
    else cli.print(`${nameOf({ handle: actor.handle, actor: actor.id })}  ${state}`);
  },
};

export const unfollow: Command = {
  name: "unfollow",
  arguments: "COLLECTIVE HANDLE_OR_URL",
  summary: "follows somebody no longer, and tells them",
  details: "What came from them stays on the wire.",
  async run(cli, [handle, ally]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const { actor, state, ...shown } = await unfollowActor(site, collective, ally!);
    if (cli.wantsJson) cli.json({ actor, handle: shown.handle, state });
    else cli.print(`${nameOf({ ...shown, actor })}  ${state}`);
  },
};

export const following: Command = {
  name: "following",
  arguments: "COLLECTIVE",
  summary: "lists whom a collective follows, and what they have answered",
  details:
    'With --json an array of {"actor", "state", "handle", "name", "since", "movedTo", "rule"}; `state` is requested, accepted,\nrefused or ended, `since` a day.',
  async run(cli, [handle]) {
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const allies = await alliesOf(site.db, collective.id);
    if (cli.wantsJson) {
      cli.json(
        allies.map(({ actor, state, handle, name, since, movedTo, rule }) => {
          return { actor, state, handle, name, since, movedTo, rule };
        }),
      );
      return;
    }
    if (allies.length === 0) cli.print(`${collective.name} (@${collective.handle}) follows nobody.`);
    for (const { state, since, movedTo, rule, ...ally } of allies) {
      const more = [movedTo && `moved to ${movedTo}`, rule.rule !== "hand" && rule.rule].filter(Boolean);
      cli.print([since, state.padEnd(9), nameOf(ally), ...more].join("  "));
    }
  },
};

function nameOf({ handle, actor }: { handle: string | null; actor: string }): string {
  return handle === null ? actor : `@${handle}`;
}
