// Names and addresses that come from outside, made fit for a page.
import type { Author } from "../../newsroom/thread.ts";

/** What somebody is called: the name they gave themselves, else the one their server knows them by. */
export function nameOf({ name, handle, host }: Author): string {
  return name?.trim() || handle?.replace(/@.*/, "") || host;
}

/** Whether an address leads to a page. */
export function isWeb(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** An address that may be followed, else the beginning of this page. */
export function safe(address: string): string {
  return isWeb(address) ? address : "#";
}
