// Serves pictures from the data folder, by the random names they were given and in no other way.
import { join } from "node:path";
import express from "express";
import { NotFound } from "../domain/errors.ts";
import type { Site } from "../site.ts";

const mediaTypes: Record<string, string> = {
  avif: "image/avif",
  gif: "image/gif",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

/**
 * `GET /media/:name`. What is there never changes, so it may be kept for ever; neither the file's date nor anything else
 * about it is told. Other sites may show the pictures, as servers of the fediverse do.
 */
export function createMedia(site: Site): express.Router {
  const root = join(site.config.dataDir, "media");
  const router = express.Router();
  router.get("/media/:name", (request, response, next) => {
    const { name } = request.params;
    const [, type = ""] = /^[A-Za-z0-9_-]{16,64}\.([a-z0-9]{3,4})$/.exec(name) ?? [];
    const mediaType = mediaTypes[type];
    if (mediaType === undefined) throw new NotFound("There is no such picture.");
    response.set({
      "content-type": mediaType,
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      etag: `"${name}"`,
    });
    const options = { root, cacheControl: false, lastModified: false, dotfiles: "deny" } as const;
    response.sendFile(join(name.slice(0, 2), name), options, (error) => {
      if (!error || response.headersSent) return;
      for (const header of ["content-type", "cache-control", "etag"]) response.removeHeader(header);
      const { code } = error as NodeJS.ErrnoException;
      const isMissing = code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
      next(isMissing ? new NotFound("There is no such picture.", { cause: error }) : error);
    });
  });
  return router;
}
