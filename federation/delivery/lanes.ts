// What a sender has taken and not yet sent, sorted by host: every host gets its turn and only so many at once.

interface Lane<T> {
  waiting: T[];
  flying: number;
}

export interface Lanes<T> {
  /** How many wait. */
  readonly waiting: number;
  add(item: T): void;
  /** The next that may go, which then counts as under way; undefined when none may. */
  next(): T | undefined;
  /** One that was under way no longer is. */
  landed(item: T): void;
  /** How many of a host wait or are under way. */
  count(host: string): number;
  /** Hosts that have at least so many. */
  busy(count: number): string[];
  /** Takes out what waits, of one host or of all. */
  clear(host?: string): T[];
}

/** @param perHost most under way of one host */
export function createLanes<T extends { host: string }>(perHost: number): Lanes<T> {
  const lanes = new Map<string, Lane<T>>();
  // Hosts in the order of their turn; one may stand in it that cannot go (any more), and is then passed over.
  const turns = new Set<string>();
  let waiting = 0;
  const size = (lane: Lane<T> | undefined) => (lane ? lane.waiting.length + lane.flying : 0);
  return {
    get waiting() {
      return waiting;
    },
    add(item) {
      const lane = lanes.get(item.host) ?? { waiting: [], flying: 0 };
      lanes.set(item.host, lane);
      lane.waiting.push(item);
      waiting++;
      if (lane.flying < perHost) turns.add(item.host);
    },
    next() {
      for (const host of turns) {
        turns.delete(host);
        const lane = lanes.get(host);
        if (!lane || lane.flying >= perHost) continue;
        const item = lane.waiting.shift();
        if (item === undefined) continue;
        waiting--;
        lane.flying++;
        if (lane.waiting.length > 0 && lane.flying < perHost) turns.add(host);
        return item;
      }
      return undefined;
    },
    landed({ host }) {
      const lane = lanes.get(host);
      if (!lane) return;
      lane.flying--;
      if (lane.waiting.length > 0) turns.add(host);
      else if (lane.flying === 0) lanes.delete(host);
    },
    count: (host) => size(lanes.get(host)),
    busy: (count) => [...lanes].filter(([, lane]) => size(lane) >= count).map(([host]) => host),
    clear(only) {
      const out: T[] = [];
      for (const [host, lane] of lanes) {
        if (only !== undefined && host !== only) continue;
        out.push(...lane.waiting.splice(0));
        if (lane.flying === 0) lanes.delete(host);
      }
      waiting -= out.length;
      return out;
    },
  };
}
