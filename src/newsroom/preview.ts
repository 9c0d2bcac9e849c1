// A text as it would be published, without publishing or keeping anything of it.
import type { Collective } from "../db/collective.ts";
import type { Draft } from "../domain/draft.ts";
import type { Site } from "../site.ts";
import { handIn, type Prepared } from "./prepare.ts";
import { type Picture, picture } from "./read_picture.ts";

/** What there is to be seen of a text. */
export interface Preview extends Prepared {
  coverPicture: Picture | undefined;
  pictures: Picture[];
}

/**
 * Renders a text that may not be finished yet.
 * @throws {Refused} when it breaks a rule or shows a picture that is not there
 */
export function previewText(site: Site, collective: Collective, draft: Draft): Promise<Preview> {
  const look = async (db: Site["db"], prepared: Prepared): Promise<Preview> => {
    const pictures: Picture[] = [];
    for (const id of prepared.media) {
      const found = await picture(db, id);
      if (found) pictures.push({ ...found, alt: prepared.alts.get(id) ?? found.alt });
    }
    return { ...prepared, pictures, coverPicture: pictures.find(({ id }) => id === prepared.cover) };
  };
  return handIn(site, collective, draft, look, { isUnfinished: true });
}
