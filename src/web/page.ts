// What every page has in common: the frame it is shown in, the headers it goes out with, the detour for servers.
import type { Request, Response } from "express";
import type { VNode } from "preact";
import type { Site } from "../site.ts";
import { wantsActivity } from "./accept.ts";
import type { Assets } from "./assets.ts";
import { localeFor } from "./locale.ts";
import { renderDocument } from "./render.ts";
import type { Frame } from "./views/frame.ts";

export interface Pages {
  readonly site: Site;
  /**
   * The frame for a request.
   * @param language BCP 47 tag of what the page shows, spoken where the browser asks for nothing else
   */
  frame(request: Request, language?: string): Frame;
  /** Sends a page. Caches may keep it but must ask each time, so that what is taken back is gone at once. */
  send(response: Response, view: VNode): void;
  /** Lets a form of this page lead to other servers: browsers hold a form's redirections to what the page may send. */
  allowForms(response: Response): void;
  /**
   * Tells servers where the same thing is for them, and sends them there if they ask for it here.
   * @param path of the id of what the page shows
   * @returns whether the request is answered by that
   */
  leadServers(request: Request, response: Response, path: string): boolean;
}

/** The common ground of all pages of a node. */
export function createPages(site: Site, assets: Assets): Pages {
  const { origin, host, allowPrivateAddress } = site.config;
  return {
    site,
    frame: (request, language) => ({
      locale: localeFor(request, language),
      origin,
      host,
      path: request.originalUrl,
      asset: assets.path,
    }),
    send(response, view) {
      if (response.get("cache-control") !== "no-store") response.set("cache-control", "no-cache");
      response.vary("Accept, Accept-Language, Cookie").type("html").send(renderDocument(view));
    },
    allowForms(response) {
      const policy = response.get("content-security-policy") ?? "";
      const schemes = allowPrivateAddress ? "https: http:" : "https:";
      response.set(
        "content-security-policy",
        policy.replace("form-action 'self'", `form-action 'self' ${schemes}`),
      );
    },
    leadServers(request, response, path) {
      response.vary("Accept");
      if (wantsActivity(request)) {
        response.set("cache-control", "no-cache").redirect(302, origin + path);
        return true;
      }
      response.append("link", `<${origin}${path}>; rel="alternate"; type="application/activity+json"`);
      return false;
    },
  };
}
