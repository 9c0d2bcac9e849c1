// Founds a collective of the demo: its name, its sign and the texts that it published before.
import { type Collective, collectiveByHandle } from "../../db/collective.ts";
import type { Draft, NamedPicture } from "../../domain/draft.ts";
import { createCollective } from "../../newsroom/collective.ts";
import { addPicture } from "../../newsroom/pictures.ts";
import { publishReport } from "../../newsroom/publish.ts";
import type { Site } from "../../site.ts";
import { drawScene } from "./scenes.ts";
import type { DemoCollective, DemoPicture, DemoText } from "./texts.ts";

/**
 * Founds a collective with all its texts, unless it is there from an earlier demo on the same data.
 * @returns the collective, and whether it is new
 */
export async function found(
  site: Site,
  { handle, name, summary, languages, icon, texts }: DemoCollective,
): Promise<{ collective: Collective; fresh: boolean }> {
  const before = await collectiveByHandle(site.db, handle);
  if (before !== undefined) return { collective: before, fresh: false };
  const sign = { bytes: await drawScene(icon.scene), alt: icon.alt };
  const collective = await createCollective(site, { handle, name, summary, languages, icon: sign });
  const published = new Map<string, string>();
  for (const text of texts) {
    const { id } = await publishReport(site, collective, await draftOf(site, collective, text, published));
    published.set(text.title, id);
  }
  return { collective, fresh: true };
}

/**
 * Makes a draft of a text, with its pictures drawn and stored.
 * @param published ids of the texts that it may translate, by title
 */
export async function draftOf(
  site: Site,
  collective: Collective,
  text: DemoText,
  published: ReadonlyMap<string, string> = new Map(),
): Promise<Draft> {
  const { daysAgo, translates, pictures = [], body, ...rest } = text;
  const stored = await Promise.all(pictures.map((picture) => store(site, collective, picture)));
  const shown = pictures.map(({ alt, scene }) => `![${alt}](${scene}.jpg)`);
  const [first = "", ...others] = body;
  return {
    ...rest,
    source: [first, ...shown, ...others].join("\n\n"),
    pictures: stored,
    pinned: text.kind === "page",
    published: daysAgo === 0 ? undefined : new Date(site.clock.now().getTime() - daysAgo * 86_400_000),
    translationOf: translates === undefined ? undefined : published.get(translates),
  };
}

async function store(site: Site, collective: Collective, { scene, alt }: DemoPicture): Promise<NamedPicture> {
  const { id } = await addPicture(site, collective, await drawScene(scene), alt);
  return { name: `${scene}.jpg`, media: id };
}
