// The table of what collectives have decided for good about actors and hosts.
import type { Verdict } from "../domain/response.ts";

export interface DecisionTable {
  collective: string;
  /** The address of an actor, or a host. */
  subject: string;
  kind: "actor" | "host";
  verdict: Verdict;
}
