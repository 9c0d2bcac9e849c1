// What is at the addresses of collectives and of the instance actor: themselves and their collections.
import { countPublicActivities, publicActivities } from "../src/db/activity.ts";
import { type Collective, collectiveById } from "../src/db/collective.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { countAllies } from "../src/newsroom/ally.ts";
import { countFollowers } from "../src/newsroom/follow.ts";
import { featuredTexts, frequentTags } from "../src/newsroom/read.ts";
import { portrait } from "../src/newsroom/read_picture.ts";
import type { Site } from "../src/site.ts";
import { groupDocument, instanceDocument, instanceName } from "./actor.ts";
import {
  countDocument,
  featuredDocument,
  featuredTagsDocument,
  outboxDocument,
  outboxPageDocument,
  pageLength,
} from "./collections.ts";
import { loadKeys } from "./keys.ts";
import type { Find } from "./show.ts";

/** Most tags that a profile shows. */
const featuredTags = 10;

/** The addresses and how to look up what is there; the first that fits a request is the right one. */
export function actorAddresses(site: Site): [path: string, find: Find][] {
  const { config, db } = site;
  const { origin } = config;

  /** An address that collectives have and the instance actor too, which is null. */
  const ofActor =
    (
      describe: (actor: string, collective: Collective | null, page: string) => Promise<object | undefined>,
    ): Find =>
    async ({ id = "", page = "" }) => {
      const collective = id === instanceName ? null : await collectiveById(db, id);
      if (collective === undefined) return undefined;
      const document = await describe(id, collective, page);
      const path = collective === null ? pages.front() : pages.collective(collective.handle);
      return document && { document, page: origin + path };
    };
  /** An address that only collectives have. */
  const ofCollective = (describe: (collective: Collective) => Promise<object>) =>
    ofActor(async (_actor, collective) => (collective === null ? undefined : describe(collective)));

  return [
    [
      ap.collective(":id"),
      ofActor(async (_, collective) => {
        const keys = await loadKeys(site, db, collective?.id ?? null);
        if (collective === null) return instanceDocument(config, keys);
        return groupDocument(config, collective, await portrait(db, collective), keys);
      }),
    ],
    [
      ap.outbox(":id"),
      ofActor(async (actor, collective) =>
        outboxDocument(origin, actor, await countPublicActivities(db, collective?.id ?? null)),
      ),
    ],
    [
      ap.outboxPage(":id", ":page"),
      ofActor(async (actor, collective, page) => {
        const count = Math.ceil((await countPublicActivities(db, collective?.id ?? null)) / pageLength);
        const number = /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 0;
        if (number < 1 || number > count) return undefined;
        const offset = (number - 1) * pageLength;
        const activities = await publicActivities(db, collective?.id ?? null, offset, pageLength);
        return outboxPageDocument(origin, actor, number, count, activities);
      }),
    ],
    [
      ap.followers(":id"),
      ofActor(async (actor, collective) => {
        const total = collective === null ? 0 : await countFollowers(db, collective.id);
        return countDocument(
          origin + ap.followers(actor),
          { followersOf: origin + ap.collective(actor) },
          total,
        );
      }),
    ],
    [
      ap.following(":id"),
      ofActor(async (actor, collective) => {
        const total = collective === null ? 0 : await countAllies(db, collective.id);
        return countDocument(
          origin + ap.following(actor),
          { followingOf: origin + ap.collective(actor) },
          total,
        );
      }),
    ],
    [
      ap.featured(":id"),
      ofCollective(async ({ id }) => featuredDocument(origin, id, await featuredTexts(db, id))),
    ],
    [
      ap.featuredTags(":id"),
      ofCollective(async ({ id }) =>
        featuredTagsDocument(origin, id, await frequentTags(db, id, featuredTags)),
      ),
    ],
  ];
}
