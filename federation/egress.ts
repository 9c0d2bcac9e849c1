// The way out: every connection Tern opens to another server is made here, to a public address that was looked up once.
import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { Refused } from "../src/domain/errors.ts";

export interface Egress {
  /** Kept-alive connections for `request` and `fetch` of undici; refuses by itself what `check` would refuse. */
  readonly dispatcher: Dispatcher;
  /** @throws {Refused} for an address that no server of the fediverse would have: not https, private, an odd port */
  check(url: URL): void;
  /** Lets go of all connections at once. */
  close(): Promise<void>;
}

export interface EgressOptions {
  /** For tests: http, private addresses and any port are allowed. */
  allowPrivateAddress: boolean;
  /** How names are looked up; normally as the system does it. */
  lookup?: LookupFunction;
}

/** Opens the way out; nothing is connected before the first request. */
export function createEgress({ allowPrivateAddress, lookup = systemLookup }: EgressOptions): Egress {
  const check = allowPrivateAddress ? checkLoosely : checkStrictly;
  const connect = buildConnector({
    allowH2: false,
    timeout: 5_000,
    ...(allowPrivateAddress ? { lookup } : { lookup: onlyPublic(lookup) }),
  });
  const dispatcher = new Agent({
    // Checked again here: what is asked of the dispatcher without a check before does not get out either.
    connect: (options, callback) => {
      try {
        check(new URL(`${options.protocol}//${options.host ?? options.hostname}`));
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connect(options, callback);
    },
    connections: 16,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  return { dispatcher, check, close: () => dispatcher.destroy() };
}

function checkLoosely(url: URL): void {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse(url, "it is not a web address");
  if (url.username || url.password) throw refuse(url, "it contains a name or password");
}

function checkStrictly(url: URL): void {
  if (url.protocol !== "https:") throw refuse(url, "it is not https");
  if (url.username || url.password) throw refuse(url, "it contains a name or password");
  const port = Number(url.port || 443);
  if (port !== 443 && port < 1024) throw refuse(url, `port ${port} belongs to something else than the web`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 ? !isPublicAddress(host) : !isPublicName(host)) {
    throw refuse(url, "it is not in the public internet");
  }
}

function refuse(url: URL, why: string): Refused {
  return new Refused(`${url.origin === "null" ? url.protocol : url.origin} was not contacted: ${why}.`);
}

function isPublicName(host: string): boolean {
  return (
    /\.[a-z0-9-]*[a-z][a-z0-9-]*$/.test(host) &&
    !/(^|\.)(local|localhost|localdomain|internal|intranet|lan|home|corp|onion|i2p|arpa)$/.test(host)
  );
}

const special = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  special.addSubnet(net, prefix, "ipv4");
}
// Of IPv6 only 2000::/3 is public at all: mapped, NAT64, unique local and link-local addresses lie outside of it.
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  special.addSubnet(net, prefix, "ipv6");
}

/** Whether an IP address (v4 or v6, as text) belongs to the public internet. https://www.iana.org/assignments/iana-ipv4-special-registry */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** A lookup whose answer is what is connected to, and that answers only if every address is public. */
function onlyPublic(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      if (error) callback(error, "");
      else if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new Refused(`${hostname} was not contacted: it is not in the public internet.`), "");
      } else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
