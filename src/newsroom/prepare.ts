// Makes of what was handed in what is stored: pictures taken in, names replaced by addresses, HTML rendered.
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { type Draft, type ReadDraft, readDraft } from "../domain/draft.ts";
import { Refused } from "../domain/errors.ts";
import { pages } from "../domain/paths.ts";
import { attachmentFile } from "../domain/picture.ts";
import { maxPictures } from "../domain/report.ts";
import type { Site } from "../site.ts";
import { picturesIn, renamePictures, renderMarkdown } from "./markdown.ts";
import { forgetPictures, insertPicture, ownPicture, readAlt, storePicture } from "./pictures.ts";
import type { Picture } from "./read_picture.ts";

/** A text ready to be stored, but for what depends on the moment. */
export interface Prepared extends Omit<ReadDraft, "kind" | "language"> {
  language: string;
  html: string;
  /** UUID of the cover. */
  cover: string | null;
  /** UUIDs in the order of the text; a cover that is not in the text comes first. */
  media: string[];
  /** Descriptions that the text gives to pictures, by UUID. */
  alts: Map<string, string>;
}

/**
 * Takes in a draft's pictures, then does `work` in a transaction in which they are there. When anything fails, nothing
 * is left of them.
 * @param options `among`: pictures of the text as it was, which need not be stored again; `isUnfinished`: it may have
 * no text yet
 * @throws {Refused} when the draft breaks a rule; the message says which ones
 */
export async function handIn<T>(
  site: Site,
  collective: Collective,
  draft: Draft,
  work: (db: Db, prepared: Prepared) => Promise<T>,
  { among = [], isUnfinished = false }: { among?: readonly Picture[]; isUnfinished?: boolean } = {},
): Promise<T> {
  const { text, problems } = readDraft(draft, { isUnfinished });
  if (problems.length > 0) throw new Refused(problems.map(({ sentence }) => sentence).join(" "));
  const named = picturesIn(text.source);
  if (named.length > maxPictures) {
    throw new Refused(`There are more than ${maxPictures} pictures: publish the text in parts.`, {
      reason: "pictures many",
    });
  }
  const alts = new Map(named.map(({ name, alt }) => [name, readAlt(alt)]));
  const names = new Set([...alts.keys(), ...(draft.cover === undefined ? [] : [draft.cover])]);
  const found = new Map<string, Picture>();
  const stored: Picture[] = [];
  try {
    for (const handed of draft.pictures ?? []) {
      if (!names.has(handed.name)) continue;
      if ("media" in handed) {
        const known = await ownPicture(site.db, collective.id, handed.media);
        if (known !== undefined) found.set(handed.name, known);
        continue;
      }
      const taken = await storePicture(site, await handed.read(), alts.get(handed.name) ?? "", [
        ...among,
        ...stored,
      ]);
      if (![...among, ...stored].includes(taken)) stored.push(taken);
      found.set(handed.name, taken);
    }
    return await site.db.transaction().execute(async (db) => {
      for (const one of stored) await insertPicture(db, collective.id, one);
      await findByAddress(site, db, collective, names, found);
      return work(db, render(draft, text, text.language ?? collective.languages[0]!, alts, found));
    });
  } catch (error) {
    await forgetPictures(site, stored);
    throw error;
  }
}

function render(
  draft: Draft,
  text: ReadDraft,
  language: string,
  alts: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, Picture>,
): Prepared {
  const addresses = new Map<string, string>();
  const byAddress = new Map<string, Picture>();
  for (const [name, one] of found) {
    const address = pages.media(attachmentFile(one.files)!.name);
    addresses.set(name, address);
    byAddress.set(address, one);
  }
  const inText = [...new Set([...alts.keys()].map((name) => found.get(name)?.id))].filter(
    (id) => id !== undefined,
  );
  const cover = draft.cover === undefined ? inText[0] : found.get(draft.cover)?.id;
  if (draft.cover !== undefined && cover === undefined) {
    throw new Refused(`The picture "${draft.cover.slice(0, 100)}" that is named as cover is not there.`, {
      reason: "picture missing",
    });
  }
  const media = cover === undefined || inText.includes(cover) ? inText : [cover, ...inText];
  const source = renamePictures(text.source, addresses);
  return {
    ...text,
    language,
    source,
    html: renderMarkdown(source, language, byAddress),
    cover: cover ?? null,
    media,
    alts: new Map(
      [...alts].flatMap(([name, alt]) => (alt && found.has(name) ? [[found.get(name)!.id, alt]] : [])),
    ),
  };
}

/** Pictures that a text calls by their address here: a text that is revised, or written at the desk, does. */
async function findByAddress(
  { config: { origin } }: Site,
  db: Db,
  collective: Collective,
  names: ReadonlySet<string>,
  found: Map<string, Picture>,
): Promise<void> {
  for (const name of names) {
    const path = name.startsWith(`${origin}/`) ? name.slice(origin.length) : name;
    const [, file] = /^\/media\/([0-9a-f]{32}\.[a-z]{3,4})$/.exec(path) ?? [];
    if (found.has(name) || file === undefined) continue;
    const row = await db.selectFrom("media_file").select("media").where("name", "=", file).executeTakeFirst();
    const known = row && (await ownPicture(db, collective.id, row.media));
    if (known !== undefined) found.set(name, known);
  }
}
