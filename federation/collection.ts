// Reads collections of other servers: page by page from one server, only so many pages and items, and of each item its address.
import { isSpoken, Refused } from "../src/domain/errors.ts";
import { idOf, toAddress } from "./address.ts";
import type { Fetcher } from "./fetcher.ts";

/** A remote collection, as far as it was read. */
export interface RemoteCollection {
  /** Addresses of what is in it, each once, in its order. The collection names them; whether they know of it is theirs to say. */
  items: string[];
  /** How many it says to have, where that is a number of things. */
  totalItems: number | undefined;
  /** Whether that was all of it. */
  isWhole: boolean;
}

export interface ReadLimits {
  /** Most pages that are fetched, beside the collection itself. */
  pages: number;
  /** Most items that are taken. */
  items: number;
  /** Signed by the instance actor from the start. */
  signed?: boolean;
  /** What is taken of an item: its address, unless said otherwise. */
  name?: (item: unknown) => string | undefined;
}

type Page = Record<string, unknown>;

const types = new Set(["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"]);
/** Whoever says to have more is taken to have that many. */
const mostTotal = 2 ** 31 - 1;
/** After so many milliseconds no further page is begun. */
const patience = 20_000;

/**
 * Reads a collection. Its pages must be on its own server, and none is read twice; where one cannot be had, the
 * collection ends there. https://www.w3.org/TR/activitystreams-core/#collections
 * @throws {NotFound | Gone | Refused | Unavailable} where there is no collection at that address
 */
export async function readCollection(
  fetcher: Fetcher,
  address: string,
  { pages, items: mostItems, signed = false, name = idOf }: ReadLimits,
): Promise<RemoteCollection> {
  const began = performance.now();
  const { url, json } = await fetcher.getJson(address, { signed });
  const collection = asPage(json);
  if (collection === undefined) throw new Refused(`${url} is not a collection.`);
  const items = new Set<string>();
  const seen = new Set([url]);
  const isFull = !take(collection, items, mostItems, name);
  let next = collection.first ?? collection.next;
  let isWhole = !isFull;
  while (isWhole && next !== undefined && next !== null) {
    const page = asPage(next) ?? (seen.size <= pages ? await fetchPage(next) : undefined);
    isWhole = page !== undefined && take(page, items, mostItems, name);
    next = page?.next;
  }
  return { items: [...items], totalItems: readTotal(collection.totalItems), isWhole };

  async function fetchPage(at: unknown): Promise<Page | undefined> {
    const { origin } = new URL(url);
    const page = toAddress(at);
    if (page?.origin !== origin || seen.has(page.href)) return undefined;
    if (performance.now() - began > patience) return undefined;
    seen.add(page.href);
    try {
      const fetched = await fetcher.getJson(page, { signed });
      return new URL(fetched.url).origin === origin ? asPage(fetched.json) : undefined;
    } catch (error) {
      if (isSpoken(error)) return undefined;
      throw error;
    }
  }
}

/** Takes the addresses of a page's items. @returns false where there was no room for all of them */
function take(page: Page, items: Set<string>, most: number, name: NonNullable<ReadLimits["name"]>): boolean {
  const list = page.orderedItems ?? page.items ?? [];
  for (const item of Array.isArray(list) ? list : [list]) {
    const id = name(item);
    if (id === undefined || toAddress(id) === undefined || items.has(id)) continue;
    if (items.size >= most) return false;
    items.add(id);
  }
  return true;
}

function asPage(json: unknown): Page | undefined {
  if (typeof json !== "object" || json === null || !("type" in json)) return undefined;
  return typeof json.type === "string" && types.has(json.type) ? (json as Page) : undefined;
}

function readTotal(total: unknown): number | undefined {
  return Number.isInteger(total) && Number(total) >= 0 ? Math.min(Number(total), mostTotal) : undefined;
}
