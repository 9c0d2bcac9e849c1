import { HtmlValidate } from "html-validate";
import { mf2 } from "microformats-parser";
import ogs from "open-graph-scraper";
import { expect, test } from "vitest";
import { type Edition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("a reader finds all collectives and the newest texts on the front page", async () => {
  const { get, report, translation, callOut, foreign, draft, scheduled, withdrawn } = edition();
  const html = await (await get("/")).text();
  expect(html).toContain('href="/harbour"');
  expect(html).toContain('href="/bridge"');
  expect(places(html, [callOut, translation, report, foreign].map(hrefOf))).toEqual([0, 1, 2, 3]);
  for (const { path } of [draft, scheduled, withdrawn]) expect(html).not.toContain(path);
  expect(html).not.toContain("Secret matter");
});

test("a reader sees what a collective says of itself and of the world", async () => {
  const { get, node, page, callOut } = edition();
  const html = await (await get("/harbour")).text();
  expect(html).toContain("Harbour &lt;Watch> &amp; Friends");
  expect(html).toContain("<p>We look at the harbour every day.</p><p>And we write down what we see.</p>");
  expect(html).toContain(`<code>@harbour@${new URL(node.url).host}</code>`);
  expect(html).toContain(hrefOf(page));
  expect(html).toContain(hrefOf(callOut));
  expect(html).toContain('href="https://letters.example/harbour" rel="me noopener nofollow"');
  const { items } = mf2(html, { baseUrl: node.url });
  const card = items.find(({ type }) => type?.includes("h-card"));
  expect(card?.properties).toMatchObject({
    name: ["Harbour <Watch> & Friends"],
    url: [`${node.url}/harbour`],
    nickname: [`@harbour@${new URL(node.url).host}`],
  });
  const feed = items.find(({ type }) => type?.includes("h-feed"));
  expect(feed?.children).toHaveLength(4);
});

test("a report is an h-entry with everything that belongs to it, and its author is the collective", async () => {
  const { get, node, report, translation } = edition();
  const html = await (await get(report.path)).text();
  const { items, rels } = mf2(html, { baseUrl: node.url });
  const entry = items.find(({ type }) => type?.includes("h-entry"))!;
  expect(entry.properties).toMatchObject({
    name: ["Forty people crossed the square & nobody stopped them"],
    summary: ["At noon the square was <full>, and it stayed full."],
    url: [node.url + report.path],
    published: ["2015-09-12T18:30:00.000Z"],
    category: ["Freedom of movement", "Squares"],
  });
  expect(entry.properties.author?.[0]).toMatchObject({
    type: ["h-card"],
    properties: { name: ["Harbour <Watch> & Friends"], url: [`${node.url}/harbour`] },
  });
  const [content] = entry.properties.content as { html: string; value: string }[];
  expect(content?.value).toContain("They came from three sides at once");
  expect(content?.html.match(/<figure>/g)).toHaveLength(2);
  expect(content?.html).toContain('alt="Many people on a square, seen from behind"');
  expect(content?.html).toContain("<figcaption>The square at noon.</figcaption>");
  expect(html).toContain('<article class="h-entry text report" lang="en" dir="ltr">');
  expect(html).toContain(`${hrefOf(translation)} hreflang="ar" lang="ar"`);
  expect(html).toContain('href="https://plans.example/square" rel="noopener"');
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(rels.canonical).toEqual([node.url + report.path]);
  expect(rels.tag).toEqual([`${node.url}/tags/freedom-of-movement`, `${node.url}/tags/squares`]);
});

test("an Arabic report stands from right to left, whatever the reader's own language", async () => {
  const { get, translation } = edition();
  const html = await (await get(translation.path, { "accept-language": "fr" })).text();
  expect(html).toContain('<html lang="fr" dir="ltr">');
  expect(html).toContain('<article class="h-entry text report" lang="ar" dir="rtl">');
  expect(html).toContain('<aside class="about" lang="fr" dir="ltr" aria-label="À propos de ce texte">');
});

test("the interface speaks the reader's language, else the text's, and says that it may differ", async () => {
  const { get, report, translation } = edition();
  const languageOf = async (path: string, wanted?: string) => {
    const response = await get(path, wanted === undefined ? {} : { "accept-language": wanted });
    expect(response.headers.get("vary")?.split(", ")).toEqual(
      expect.arrayContaining(["Accept", "Accept-Language"]),
    );
    return /<html lang="(\w+)" dir="(\w+)">/
      .exec(await response.text())
      ?.slice(1)
      .join(" ");
  };
  expect(await languageOf(report.path, "fa-AF,fa;q=0.9,en;q=0.5")).toBe("fa rtl");
  expect(await languageOf(report.path, "ti, ar;q=0.4, en;q=0.3")).toBe("ar rtl");
  expect(await languageOf(translation.path, "so")).toBe("ar rtl");
  expect(await languageOf(translation.path)).toBe("ar rtl");
  expect(await languageOf("/", "ku")).toBe("en ltr");
});

test("whoever shares a report shows its title, its lead and its picture", async () => {
  const { get, node, report } = edition();
  const html = await (await get(report.path)).text();
  const { result } = await ogs({ html });
  const [card] = result.ogImage ?? [];
  expect(result).toMatchObject({
    ogTitle: "Forty people crossed the square & nobody stopped them",
    ogDescription: "At noon the square was <full>, and it stayed full.",
    ogType: "article",
    ogSiteName: "Harbour <Watch> & Friends",
    ogUrl: node.url + report.path,
    ogLocale: "en",
    articlePublishedTime: "2015-09-12T18:30:00.000Z",
  });
  expect(card).toMatchObject({
    type: "image/jpeg",
    width: "1200",
    height: "630",
    alt: "Many people on a square, seen from behind",
  });
  const picture = await fetch(card!.url);
  expect(picture.headers.get("content-type")).toBe("image/jpeg");
  expect(html).toContain(`<meta name="fediverse:creator" content="@harbour@${new URL(node.url).host}">`);
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)?.[1];
  expect(JSON.parse(data!)).toMatchObject({
    "@type": "NewsArticle",
    headline: "Forty people crossed the square & nobody stopped them",
    inLanguage: "en",
    author: { "@type": "Organization", name: "Harbour <Watch> & Friends" },
    image: [card!.url],
  });
  expect(data).not.toContain("<");
});

test("a text that warns of what it tells shows neither picture nor lead where it is only announced", async () => {
  const { get, warned } = edition();
  const html = await (await get(warned.path)).text();
  const { result } = await ogs({ html });
  expect(result.ogDescription).toBe("Violence by guards");
  expect(result.ogImage?.[0]?.alt).toBe("The harbour at night.");
  const list = await (await get("/harbour")).text();
  const item = list.split("<li ").find((part) => part.includes(hrefOf(warned)));
  expect(item).toContain("Violence by guards");
  expect(item).not.toContain("An account of the night.");
  expect(item).not.toContain("<img");
});

test("a text without a picture is announced with the collective's own", async () => {
  const { get, callOut } = edition();
  const { result } = await ogs({ html: await (await get(callOut.path)).text() });
  expect(result.ogDescription).toBe(
    "The gate is shut again. One letter from each of us, and he will have to answer.",
  );
  expect(result.ogImage?.[0]?.alt).toBe("The harbour at night.");
});

test("a tag gathers what all collectives published under it, however it is typed", async () => {
  const { get, report, callOut, page, foreign, translation } = edition();
  const html = await (await get("/tags/freedom-of-movement")).text();
  expect(places(html, [callOut, report, foreign, page].map(hrefOf))).toEqual([0, 1, 2, 3]);
  expect(html).not.toContain(hrefOf(translation));
  expect(html).toContain("پل شبانه");
  const typed = await get("/tags/Freedom%20of%20Movement");
  expect([typed.status, typed.headers.get("location")]).toEqual([301, "/tags/freedom-of-movement"]);
});

test("each text leads to the one before and the one after it in its language", async () => {
  const { get, report, callOut, warned, translation } = edition();
  const html = await (await get(report.path)).text();
  const nav = /<nav class="neighbours".*?<\/nav>/s.exec(html)?.[0] ?? "";
  expect(nav).toContain(`class="prev" ${hrefOf(warned)}`);
  expect(nav).toContain(`class="next" ${hrefOf(callOut)}`);
  expect(await (await get(translation.path)).text()).not.toContain('class="neighbours"');
});

test("every page is good HTML, loads nothing from elsewhere and stays small", async () => {
  const { get } = edition();
  const faults: string[] = [];
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
  const css = (await (await get(assetIn(await (await get("/")).text(), "css"))).text()).length;
  for (const path of publicPaths(edition())) {
    for (const language of ["en", "ar"]) {
      const html = await (await get(path, { "accept-language": language })).text();
      const { results } = await validator.validateString(html);
      faults.push(...results.flatMap(({ messages }) => messages.map(({ message }) => `${path}: ${message}`)));
      const loaded = [...html.matchAll(/<(?:img|script|iframe|source|link)\b[^>]*?\s(?:src|href)="([^"]*)"/g)]
        .map(([tag, address]) => (/rel="(?:canonical|alternate|next|prev)"/.test(tag) ? undefined : address))
        .filter((address) => address !== undefined);
      expect(loaded.filter((address) => !/^\/(?!\/)/.test(address))).toEqual([]);
      expect(html).not.toMatch(/\sstyle=|<style|\son\w+=/);
      expect(Buffer.byteLength(html) + css).toBeLessThan(50_000);
    }
  }
  expect(faults).toEqual([]);
});

function publicPaths({ report, translation, callOut, warned, page, foreign, withdrawn }: Edition): string[] {
  const texts = [report, translation, callOut, warned, page, foreign, withdrawn].map(({ path }) => path);
  const lists = ["/tags", "/tags/freedom-of-movement", "/languages", "/languages/ar"];
  const archive = ["/archive", "/archive/2015", "/harbour/archive", "/harbour/2015/09", "/harbour/pages"];
  const ways = ["/search", "/search?q=square", "/search?q=none", "/harbour/follow", "/authorize_interaction"];
  const elsewhere = "/authorize_interaction?uri=https%3A%2F%2Felsewhere.example%2F";
  return ["/", "/harbour", "/bridge", "/nowhere", ...texts, ...lists, ...archive, ...ways, elsewhere];
}

function hrefOf({ path }: { path: string }): string {
  return `href="${path}"`;
}

function assetIn(html: string, extension: string): string {
  return new RegExp(`"(/assets/[^"]*\\.${extension})"`).exec(html)?.[1] ?? "";
}

/** The order in which some strings appear. */
function places(html: string, strings: string[]): number[] {
  const at = strings.map((one) => html.indexOf(one));
  expect(at).not.toContain(-1);
  return at.map((one) => at.filter((other) => other < one).length);
}
