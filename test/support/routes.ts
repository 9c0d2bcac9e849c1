// Every address a node answers, read from Express's own router: what is added to it later is in here by itself.
import type { Express } from "express";

interface Layer {
  route?: { path: string | RegExp | (string | RegExp)[]; methods: Record<string, boolean | undefined> };
  handle?: unknown;
}

/** The paths that answer GET, as they were written (`/:handle/:slug`), each once. */
export function pathsOf(app: Express): string[] {
  const paths = new Set<string>();
  const walk = (layers: Layer[]) => {
    for (const { route, handle } of layers) {
      if (route !== undefined && (route.methods.get || route.methods._all)) {
        for (const path of [route.path].flat()) {
          if (typeof path !== "string") throw new Error(`${path} is a pattern: routes here are strings.`);
          paths.add(path);
        }
      }
      if (hasLayers(handle)) walk(handle.stack);
    }
  };
  walk((app.router as unknown as { stack: Layer[] }).stack);
  return [...paths];
}

/** The names of the parameters in a path. */
export function parametersIn(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}

function hasLayers(handle: unknown): handle is { stack: Layer[] } {
  return typeof handle === "function" && "stack" in handle && Array.isArray(handle.stack);
}
