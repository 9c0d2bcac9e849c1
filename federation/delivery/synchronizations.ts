// What is said along with deliveries of those who follow from a server: read once for a batch, whatever its size.
import { type FollowersAt, followerDigests } from "../../src/db/follower.ts";
import type { Claimed } from "../../src/db/ledger.ts";
import { ap } from "../../src/domain/paths.ts";
import type { Site } from "../../src/site.ts";
import { synchronizationHeader } from "../followers_digest.ts";

/**
 * Reads the digests that belong to the rows of a batch. There is one where an activity is for followers and somebody
 * follows from the server of the inbox. https://w3id.org/fep/8fcf
 * @returns what gives the header of a row
 */
export async function readSynchronizations(
  { db, config: { origin } }: Site,
  rows: readonly Claimed[],
): Promise<(row: Claimed) => string | undefined> {
  const wanted = new Map<string, FollowersAt>();
  for (const row of rows) {
    const at = followersOf(row);
    if (at !== undefined) wanted.set(nameOf(at), at);
  }
  const headers = new Map<string, string>();
  for (const { digest, ...at } of await followerDigests(db, [...wanted.values()])) {
    const { collective } = at;
    const header = synchronizationHeader({
      collectionId: origin + ap.followers(collective),
      url: origin + ap.followersOn(collective, new URL(at.origin).host),
      digest,
    });
    headers.set(nameOf(at), header);
  }
  return (row) => {
    const at = followersOf(row);
    return at && headers.get(nameOf(at));
  };
}

const nameOf = ({ collective, origin }: FollowersAt) => `${collective} ${origin}`;

function followersOf({ collective, inbox, public: isPublic }: Claimed): FollowersAt | undefined {
  if (!isPublic || collective === null || !URL.canParse(inbox)) return undefined;
  return { collective, origin: new URL(inbox).origin };
}
