// Texts of others at their own addresses, with the originals that prove them, and what an actor has published last.
import { Refused } from "../src/domain/errors.ts";
import type { Fediverse } from "../src/newsroom/fediverse.ts";
import { idOf, toAddress } from "./address.ts";
import { createBlocks } from "./blocks.ts";
import { readCollection } from "./collection.ts";
import { outsideOf } from "./fetcher.ts";
import { readPost } from "./incoming.ts";
import type { Ground } from "./keys.ts";
import { readOriginal } from "./proof.ts";

/** Pages of an outbox that are read. */
const mostPages = 3;

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

    async newestOf(actor, most) {
      const { json } = await fetch(actor);
      const { outbox } = json as Record<string, unknown>;
      const { origin } = new URL(actor);
      if (toAddress(idOf(outbox))?.origin !== origin) throw new Refused(`${actor} shows no outbox.`);
      const { items } = await readCollection(fetcher, idOf(outbox)!, {
        pages: mostPages,
        items: most,
        name: (item) => publishedIn(item, origin),
      });
      return items;
    },
  };
}

/** The address of what was published, where an entry of an outbox says so. */
function publishedIn(item: unknown, origin: string): string | undefined {
  if (typeof item !== "object" || item === null || !("type" in item) || item.type !== "Create")
    return undefined;
  const object = "object" in item ? idOf(item.object) : undefined;
  return toAddress(object)?.origin === origin ? object : undefined;
}
