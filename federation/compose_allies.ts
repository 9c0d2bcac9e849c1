// Puts into activities what concerns allies and what they wrote: the end of following, passing on and taking that back.
import { forgetProof } from "../src/db/object_proof.ts";
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import type { Composed, Saying } from "../src/newsroom/fediverse.ts";
import { introductionById } from "../src/newsroom/introductions.ts";
import { headOf, publicly, sign } from "./activity.ts";
import { introductionDocument } from "./introduction.ts";
import { type Ground, loadKeys } from "./keys.ts";
import { prove } from "./proven.ts";
import { wireMoment } from "./words.ts";

type AmongAllies = Extract<
  Saying,
  { type: "UndoFollow" | "Announce" | "UndoAnnounce" } | { introduction: string }
>;

/** Whether it concerns allies. */
export function isAmongAllies(saying: Saying): saying is AmongAllies {
  const { type } = saying;
  return type === "UndoFollow" || type === "Announce" || type === "UndoAnnounce" || "introduction" in saying;
}

/** Renders it; see `Fediverse.compose`. */
export async function composeAmongAllies(
  ground: Ground,
  db: Db,
  id: string,
  saying: AmongAllies,
  published: Date,
): Promise<Composed> {
  const { origin } = ground.config;
  const { collective } = saying;
  const keys = await loadKeys(ground, db, collective);
  const actor = origin + ap.collective(collective);
  const { type, about, ...rest } = await parts();
  const isPublic = saying.type !== "UndoFollow";
  const activity = { ...headOf(ground, id, collective, published)(type), ...rest };
  const body = await sign(activity, keys, published, isPublic);
  // What is taken back is no news: the outbox has no Undo, and no longer what it undoes.
  return { type, object: about, public: isPublic && type !== "Undo", forms: [{ form: "whole", body }] };

  async function parts() {
    switch (saying.type) {
      case "UndoFollow": {
        const follow = { id: origin + ap.activity(saying.follow), type: "Follow", actor };
        const object = { ...follow, object: saying.actor };
        return { type: "Undo", about: saying.actor, to: [saying.actor], object };
      }
      case "Announce": {
        const { object, author } = saying;
        return { type: "Announce", about: object, ...toAuthorToo(author), object };
      }
      case "UndoAnnounce": {
        const { object: about, author, announce } = saying;
        const whom = toAuthorToo(author);
        const object = {
          id: origin + ap.activity(announce.id),
          type: "Announce",
          actor,
          published: wireMoment(announce.published),
          ...whom,
          object: about,
        };
        return { type: "Undo", about, ...whom, object };
      }
      case "Create": {
        const introduction = await introductionById(db, saying.introduction);
        if (introduction === undefined) throw new Error(`There is no introduction ${saying.introduction}.`);
        const document = introductionDocument(origin, introduction);
        const object = await prove(ground, db, keys, introduction, document, published);
        return { type: "Create", about: object.id, ...publicly(origin, collective), object };
      }
      case "Delete": {
        await forgetProof(db, saying.introduction);
        const object = {
          id: origin + ap.introduction(saying.introduction),
          type: "Tombstone",
          deleted: wireMoment(saying.deleted),
        };
        return { type: "Delete", about: object.id, ...publicly(origin, collective), object };
      }
    }
  }

  function toAuthorToo(author: string) {
    const { to, cc } = publicly(origin, collective);
    return { to, cc: [...cc, author] };
  }
}
