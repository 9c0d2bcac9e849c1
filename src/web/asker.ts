// Who asks, as far as a throttle must tell askers apart; nothing of it is kept.
import { isIP } from "node:net";
import type { Request } from "express";

/** Addresses of this machine and of private networks. */
const ofThisHouse = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab])/i;

/** The address a request comes from; undefined where it is that of a proxy or an onion service, which all askers share. */
export function askerOf(request: Request): string | undefined {
  const ip = (request.ip ?? "").replace(/^::ffff:/, "");
  return isIP(ip) === 0 || ofThisHouse.test(ip) ? undefined : ip;
}
