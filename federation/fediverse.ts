// The newsroom's way to other servers, put together from those who know the wire.
import type { Fediverse } from "../src/newsroom/fediverse.ts";
import { compose } from "./compose.ts";
import { createFetchPicture } from "./fetch_picture.ts";
import { createForeign } from "./foreign.ts";
import { createSoftwareLookup } from "./host_software.ts";
import { type Ground, makeKeys } from "./keys.ts";
import { createLookup } from "./lookup.ts";
import { readOwn } from "./own_text.ts";
import { createSubscribe } from "./subscribe.ts";

/** Nothing is fetched or read before it is used. */
export function createFediverse(ground: Ground): Fediverse {
  return {
    compose: (db, id, saying, published) => compose(ground, db, id, saying, published),
    lookup: createLookup(ground),
    learnSoftware: createSoftwareLookup(ground),
    subscribeAddress: createSubscribe(ground),
    fetchPicture: createFetchPicture(ground),
    ...createForeign(ground),
    readOwn: (db, address) => readOwn(ground, db, address),
    makeKeys: (db, collective) => makeKeys(ground, db, collective),
  };
}
