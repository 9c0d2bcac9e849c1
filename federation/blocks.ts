// Who may not speak to this node, at hand for every request: read from the database at most every few seconds.
import type { Db } from "../src/db/open.ts";
import { readRefusals } from "../src/db/refused.ts";
import type { Clock } from "../src/site.ts";

export interface Blocks {
  /**
   * Whether an address belongs to a blocked actor, to a blocked host or to a host under it (whatever its port); where the
   * node speaks only with servers that are allowed, also whether it belongs to any other.
   */
  has(address: string): Promise<boolean>;
}

const freshFor = 5_000;

export function createBlocks({ db, clock }: { db: Db; clock: Clock }): Blocks {
  let known: (Awaited<ReturnType<typeof readRefusals>> & { until: number }) | undefined;
  return {
    async has(address) {
      const now = clock.now().getTime();
      if (known === undefined || known.until <= now) {
        known = { ...(await readRefusals(db)), until: now + freshFor };
      }
      const { actors, hosts, allowed } = known;
      if (actors.has(address)) return true;
      const { host, hostname } = new URL(address);
      const labels = hostname.split(".");
      const names = [host, ...labels.map((_, depth) => labels.slice(depth).join("."))];
      return (
        names.some((name) => hosts.has(name)) ||
        (allowed !== undefined && !names.some((name) => allowed.has(name)))
      );
    },
  };
}
