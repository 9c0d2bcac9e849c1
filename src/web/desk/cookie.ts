// The cookie of the desk: the only one there is, and only for who signs in.
import type { CookieOptions, Request, Response } from "express";
import { sessionDays } from "../../domain/pen.ts";
import type { Site } from "../../site.ts";

/** `__Host-` ties a cookie to this host and to https; on http, which is for trying out, browsers refuse such names. */
function shape(site: Site): { name: string; options: CookieOptions } {
  const secure = site.config.origin.startsWith("https:");
  return {
    name: secure ? "__Host-tern" : "tern",
    options: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  };
}

/** The cookie a request brings, if it brings one. */
export function cookieOf(site: Site, request: Request): string | undefined {
  const { name } = shape(site);
  for (const pair of (request.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = pair.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return undefined;
}

/**
 * Hands out a cookie.
 * @param stay whether the browser keeps it when it is closed
 */
export function setCookie(site: Site, response: Response, value: string, stay: boolean): void {
  const { name, options } = shape(site);
  response.cookie(name, value, { ...options, ...(stay && { maxAge: sessionDays * 86_400_000 }) });
}

/** Takes it back. */
export function clearCookie(site: Site, response: Response): void {
  const { name, options } = shape(site);
  response.clearCookie(name, options);
}
