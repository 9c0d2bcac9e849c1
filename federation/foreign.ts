// Texts of others at their own addresses, with the originals that prove them, and what an actor has published last.
import { Refused } from "../src/domain/errors.ts";
import type { Fediverse } from "../src/newsroom/fediverse.ts";
import { idOf, toAddress } from "./address.ts";
import { createBlocks } from "./blocks.ts";
import { readCollection } from "./collection.ts";
import { outsideOf } from "./fetcher.ts";
import { momentOf, readPost } from "./incoming.ts";
import type { Ground } from "./keys.ts";
import { readOriginal } from "./proof.ts";

/** Pages of an outbox that are read, of all or of its newest part: the first page may have just been begun. */
const mostPages = { all: 3, newest: 2 };

export function createForeign(ground: Ground): Pick<Fediverse, "fetchText" | "newestOf"> {
  const { fetcher } = outsideOf(ground);
  const blocks = createBlocks(ground);

  async function check(address: string): Promise<void> {
    const url = toAddress(address);
    if (url === undefined) throw new Refused(`"${address.slice(0, 200)}" is not a web address.`);
    if (url.origin === ground.config.origin) throw new Refused(`${address} is on this node itself.`);
    if (await blocks.has(address)) throw new Refused(`${url.host} is blocked on this node.`);
  }

  async function fetch(address: string) {
    await check(address);
    return fetcher.getJson(address);
  }

  return {
    async fetchText(address) {
      let fetched = await fetch(address);
      const { type, object } = fetched.json as Record<string, unknown>;
      const about = type === "Create" || type === "Update" ? idOf(object) : undefined;
      if (about !== undefined) fetched = await fetch(about);
      const text = readPost(fetched.json);
      if (text === undefined) throw new Refused(`${fetched.url} is not a text.`);
      await check(text.attributedTo);
      return { text, original: await readOriginal(ground, fetched.text, text) };
    },

    async newestOf(actor, most, since) {
      const { json } = await fetch(actor);
      const { outbox } = json as Record<string, unknown>;
      const { origin } = new URL(actor);
      if (toAddress(idOf(outbox))?.origin !== origin) throw new Refused(`${actor} shows no outbox.`);
      const announced = new Map<string, Date>();
      const { items } = await readCollection(fetcher, idOf(outbox)!, {
        pages: since === undefined ? mostPages.all : mostPages.newest,
        items: most,
        name(item) {
          const entry = entryOf(item, origin);
          if (entry === undefined || (since && entry.published && entry.published < since)) return undefined;
          if (entry.isAnnounced) announced.set(entry.address, entry.published ?? ground.clock.now());
          return entry.address;
        },
      });
      return items.map((address) => ({ address, announced: announced.get(address) ?? null }));
    },
  };
}

/**
 * What was published, as an entry of an outbox says so: a `Create`, or one that a community announces. Boosts are no news
 * of whoever boosts.
 */
function entryOf(
  item: unknown,
  origin: string,
): { address: string; published: Date | null; isAnnounced: boolean } | undefined {
  const isAnnounced = typeIn(item) === "Announce";
  const create = isAnnounced ? (item as Json).object : item;
  if (typeIn(create) !== "Create") return undefined;
  const { object } = create as Json;
  const address = idOf(object);
  const url = toAddress(address);
  if (url === undefined || (!isAnnounced && url.origin !== origin)) return undefined;
  const [published = null] = [item, create, object].flatMap(
    (one) => momentOf((one as Json)?.published) ?? [],
  );
  return { address: address!, published, isAnnounced };
}

type Json = Record<string, unknown>;

function typeIn(value: unknown): unknown {
  return typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
}
