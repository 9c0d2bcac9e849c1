// What every view is given besides its own matter: the reader's locale, the house it stands in, and where its assets are.
import type { Locale } from "../locale.ts";

export interface Frame {
  readonly locale: Locale;
  /** Scheme and host of the node. */
  readonly origin: string;
  /** What the node is called: its host. */
  readonly host: string;
  /** Path and query of the page, to come back to. */
  readonly path: string;
  /** The path of an asset by its name. */
  asset(name: string): string;
}
