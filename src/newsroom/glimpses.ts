// Pictures of others as the desk shows them: fetched by the node, made anew, held in memory for a while and never written down.
import { NotFound, Unavailable } from "../domain/errors.ts";
import { pages } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { encodeGlimpse } from "./encode.ts";
import { isOfHouse } from "./house.ts";
import { readPicture } from "./picture_files.ts";
import { inTurn } from "./pictures.ts";

/** A picture made anew. */
export interface Glimpse {
  mediaType: string;
  bytes: Buffer;
}

export interface Glimpses {
  /**
   * What is at an address, made anew. Whoever calls has found the address in what an ally published: strangers must have
   * no way to choose it.
   * @throws {NotFound | Gone | Refused | Unavailable} when there is no picture that can be shown
   */
  of(address: string): Promise<Glimpse>;
}

/** Bounds of what is held and done at once. */
export interface GlimpseLimits {
  /** Bytes of pictures that are held; the one not asked for the longest goes first. */
  held: number;
  /** Addresses that are remembered, with a picture or with why there is none. */
  entries: number;
  /** Pictures that are fetched at once, and how many more may wait. */
  atOnce: number;
  waiting: number;
  /** Milliseconds for which a picture is good, and for which what failed is not tried again. */
  fresh: number;
  pause: number;
}

const limits: GlimpseLimits = {
  held: 32 * 1024 * 1024,
  entries: 2_000,
  atOnce: 3,
  waiting: 60,
  fresh: 24 * 60 * 60 * 1000,
  pause: 5 * 60 * 1000,
};
/** Pixels across. */
const width = 960;

interface Entry {
  /** Settled or on its way. */
  glimpse: Promise<Glimpse>;
  /** 0 while it is on its way. */
  bytes: number;
  until: number;
}

/** Holds nothing yet. What it holds ends with the process. */
export function createGlimpses(site: Site, given: Partial<GlimpseLimits> = {}): Glimpses {
  const { held, entries, atOnce, waiting, fresh, pause } = { ...limits, ...given };
  // In the order in which they were asked for.
  const known = new Map<string, Entry>();
  const queue: (() => void)[] = [];
  let size = 0;
  let running = 0;

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      await new Promise<void>((turn) => queue.push(turn));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  async function make(address: string): Promise<Glimpse> {
    const { mediaType, bytes } = await inLine(async () => {
      const fetched = (await ownPicture(site, address)) ?? (await site.fediverse.fetchPicture(address));
      return inTurn(site, () => encodeGlimpse(fetched, width));
    });
    return { mediaType, bytes };
  }

  function forget(address: string): void {
    size -= known.get(address)?.bytes ?? 0;
    known.delete(address);
  }

  return {
    async of(address) {
      const now = site.clock.now().getTime();
      const here = known.get(address);
      if (here !== undefined && here.until > now) {
        known.delete(address);
        known.set(address, here);
        return here.glimpse;
      }
      if (queue.length >= waiting) throw new Unavailable("Too many pictures are being fetched at once.");
      forget(address);
      const entry: Entry = { glimpse: make(address), bytes: 0, until: Number.POSITIVE_INFINITY };
      known.set(address, entry);
      const settle = (bytes: number, lasts: number) => {
        if (known.get(address) !== entry) return;
        Object.assign(entry, { bytes, until: site.clock.now().getTime() + lasts });
        size += bytes;
        for (const [oldest, { until }] of known) {
          if (size <= held && known.size <= entries) break;
          if (until !== Number.POSITIVE_INFINITY) forget(oldest);
        }
      };
      entry.glimpse.then(
        ({ bytes }) => settle(bytes.length, fresh),
        () => settle(0, pause),
      );
      return entry.glimpse;
    },
  };
}

/** A picture of a sibling, which is on this node; undefined for one that is elsewhere. */
async function ownPicture(site: Site, address: string): Promise<Buffer | undefined> {
  if (!isOfHouse(site, address)) return undefined;
  const { dataDir, origin } = site.config;
  const start = origin + pages.media("");
  const bytes = address.startsWith(start) && (await readPicture(dataDir, address.slice(start.length)));
  if (!bytes) throw new NotFound("There is no such picture on this node.");
  return bytes;
}
