// Fetches pictures of others for the desk: as everything else is fetched, and never from whom this node does not speak to.
import { Refused } from "../src/domain/errors.ts";
import { createBlocks } from "./blocks.ts";
import { outsideOf } from "./fetcher.ts";
import type { Ground } from "./keys.ts";

/** What `Fediverse.fetchPicture` does. */
export function createFetchPicture(ground: Ground): (address: string) => Promise<Buffer> {
  const { fetcher } = outsideOf(ground);
  const blocks = createBlocks(ground);
  return async (address) => {
    if (!URL.canParse(address)) throw new Refused(`"${address.slice(0, 200)}" is not an address.`);
    const { host } = new URL(address);
    if (await blocks.has(address)) throw new Refused(`${host} is blocked on this node.`);
    return fetcher.getPicture(address);
  };
}
