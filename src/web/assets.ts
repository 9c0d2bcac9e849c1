// The stylesheet and the marks of the site: read once, held in memory, served under names that change with their content.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import express from "express";
import { accentStyles } from "../domain/colour.ts";
import { NotFound } from "../domain/errors.ts";

const folder = join(import.meta.dirname, "public");

const mediaTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
};

export interface Assets {
  /** The path of an asset: `site.css` → `/assets/site.3f2a9c1e.css`. */
  path(name: string): string;
  /** Serves them, and `/favicon.ico`. */
  router: express.Router;
}

/** A stylesheet without its comments and indentation: a page has to stay small together with it. */
function squeezed(css: string): Buffer {
  return Buffer.from(
    css
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\s*\n\s*/g, "\n")
      .trim(),
  );
}

/** Reads the assets. */
export function createAssets(): Assets {
  const router = express.Router();
  const paths = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    const type = mediaTypes[extname(name)];
    if (type === undefined) continue;
    const file = readFileSync(join(folder, name));
    const body = extname(name) === ".css" ? squeezed(file.toString()) : file;
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 8);
    const path = `/assets/${name.slice(0, -extname(name).length)}.${hash}${extname(name)}`;
    const send =
      (cacheControl: string): express.RequestHandler =>
      (_request, response) => {
        response.set({ "content-type": type, "cache-control": cacheControl, etag: `"${hash}"` }).send(body);
      };
    paths.set(name, path);
    router.get(path, send("public, max-age=31536000, immutable"));
    if (name === "favicon.ico") router.get("/favicon.ico", send("public, max-age=86400"));
  }
  // The colour of a collective: made from its address, since pages may hold no styles of their own.
  router.get("/assets/accent/:colour", (request, response) => {
    const [, digits] = /^([0-9a-f]{6})\.css$/.exec(request.params.colour) ?? [];
    if (digits === undefined) throw new NotFound("There is no such stylesheet.");
    response
      .set({ "content-type": mediaTypes[".css"], "cache-control": "public, max-age=31536000, immutable" })
      .send(accentStyles(`#${digits}`));
  });
  return {
    router,
    path(name) {
      const path = paths.get(name);
      if (path === undefined) throw new Error(`there is no asset ${name}`);
      return path;
    },
  };
}
