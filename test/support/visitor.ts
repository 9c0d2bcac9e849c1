// Somebody with a browser that runs no script: keeps cookies, follows redirects and sends forms with what stands in them.
export interface Shown {
  status: number;
  /** Where the visitor ended up. */
  url: URL;
  html: string;
  headers: Headers;
}

export interface Visitor {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Shown>;
  /** Sends a form from a page of the site; redirects are followed as browsers do. */
  post(path: string, fields?: Fields, headers?: Record<string, string>): Promise<Shown>;
  /** Asks once and follows nothing. */
  ask(path: string, init?: RequestInit): Promise<Shown>;
}

export type Fields = Record<string, string | readonly string[]> | [string, string][];

/**
 * A visitor who knows nothing yet.
 * @param reach how their browser gets there, and what it says of itself
 */
export function visitor(origin: string, reach: typeof fetch = fetch): Visitor {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}): Promise<Shown> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has("cookie")) {
      headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    }
    const url = new URL(path, origin);
    const response = await reach(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: response.status, url, html: await response.text(), headers: response.headers };
  }
  async function follow(shown: Shown, init: RequestInit, left = 5): Promise<Shown> {
    const target = shown.headers.get("location");
    if (target === null || shown.status < 300 || shown.status > 399 || left === 0) return shown;
    const next = new URL(target, shown.url);
    if (next.origin !== origin) return shown;
    const again = shown.status === 307 || shown.status === 308 ? init : {};
    return follow(await ask(next.href, again), again, left - 1);
  }
  return {
    cookies,
    ask,
    get: async (path, headers = {}) => follow(await ask(path, { headers }), { headers }),
    async post(path, fields = {}, headers = {}) {
      const init: RequestInit = {
        method: "POST",
        body: new URLSearchParams(pairsOf(fields)),
        headers: { origin, "sec-fetch-site": "same-origin", ...headers },
      };
      return follow(await ask(path, init), init);
    },
  };
}

function pairsOf(fields: Fields): [string, string][] {
  if (Array.isArray(fields)) return fields;
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string"
      ? [[name, value] as [string, string]]
      : value.map((one) => [name, one] as [string, string]),
  );
}

/** Name and value of every hidden field of a page. */
export function hiddenFields(html: string): [string, string][] {
  return [...html.matchAll(/<input type="hidden"((?: [a-z-]+="[^"]*")*)>/g)].map(([, attributes = ""]) => [
    unescaped(/ name="([^"]*)"/.exec(attributes)?.[1] ?? ""),
    unescaped(/ value="([^"]*)"/.exec(attributes)?.[1] ?? ""),
  ]);
}

/** The words of a page as they are read, without its markup. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<[^>"]*(?:"[^"]*"[^>"]*)*>/g, " ")).replace(/\s+/g, " ");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
