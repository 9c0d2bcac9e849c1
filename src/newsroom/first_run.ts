// The first run: while nobody has a pen, whoever starts the node gets a link that hands over the first one.
import { allCollectives, type Collective } from "../db/collective.ts";
import { desk } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { hasPens, invite } from "./pens.ts";

/** What the pen is called until its bearer has founded a collective. */
const label = "First pen";

/** A link to be shown to whoever runs the node. */
export interface FirstLink {
  /** Whole address; it works once and for seven days. */
  link: string;
  /** Whose keeper its bearer becomes; undefined: the one that is founded by it. */
  collective: Collective | undefined;
}

/**
 * The links of the first run: one that founds a collective, or one for each that nobody could write for. Those that
 * were shown before and not used stop working.
 * @returns none once there is a pen
 */
export async function firstLinks(site: Site): Promise<FirstLink[]> {
  if (await hasPens(site.db)) return [];
  await site.db
    .deleteFrom("invitation")
    .where((is) => is.or([is("collective", "is", null), is("label", "=", label)]))
    .execute();
  const collectives = await allCollectives(site.db);
  const homes = collectives.length === 0 ? [undefined] : collectives;
  return Promise.all(
    homes.map(async (collective) => ({
      collective,
      link: site.config.origin + desk.join(await invite(site, collective?.id ?? null, "keeper", label)),
    })),
  );
}
