// What an address of this node stands for, where another server sends somebody here with it.
import { collectiveByHandle, collectiveById } from "../db/collective.ts";
import { ap, pages } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { publicText } from "./read.ts";

/** Longest address that is taken along. */
const maxAddress = 2048;

/** An address that may be taken along: of the web, or a handle as `acct:name@host`; undefined for anything else. */
export function readUri(typed: unknown): string | undefined {
  if (typeof typed !== "string" || typed.length > maxAddress) return undefined;
  const handle = /^(?:acct:)?@?([^\s@/:?#<>"&]{1,100}@[^\s@/?#<>"&]{1,255})$/i.exec(typed.trim());
  if (handle !== null) return `acct:${handle[1]}`;
  if (!URL.canParse(typed)) return undefined;
  const { protocol, href, username, password } = new URL(typed);
  const isPlain = (protocol === "https:" || protocol === "http:") && username === "" && password === "";
  return isPlain ? href : undefined;
}

/** The path of the page of a collective or text of ours that has this address, or undefined. */
export async function ownPageOf(site: Site, uri: string): Promise<string | undefined> {
  const { db, config } = site;
  if (uri.startsWith("acct:")) {
    const [name = "", host] = uri.slice("acct:".length).split("@");
    if (host !== config.host) return undefined;
    const collective = await collectiveByHandle(db, name.toLowerCase());
    return collective && pages.collective(collective.handle);
  }
  const { origin, pathname } = new URL(uri);
  if (origin !== config.origin) return undefined;
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  if (pathname === ap.collective(last)) {
    const collective = await collectiveById(db, last);
    return collective && pages.collective(collective.handle);
  }
  if (pathname === ap.report(last)) return (await publicText(db, last))?.path;
  // A page of ours: whether there is one, it says itself.
  const isPage = !/^\/(?:\/|ap\/)/.test(pathname) && pathname !== pages.interact();
  return isPage ? pathname : undefined;
}
