// Puts what a collective answers into activities.
import { forgetProof } from "../src/db/object_proof.ts";
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import { answerById } from "../src/newsroom/answers.ts";
import type { Composed, Saying } from "../src/newsroom/fediverse.ts";
import { headOf, sign } from "./activity.ts";
import { type Ground, loadKeys } from "./keys.ts";
import { addressing, noteDocument } from "./note.ts";
import { prove } from "./proven.ts";
import { wireMoment } from "./words.ts";

type SayingOfNote = Extract<Saying, { note: string }>;

/** Renders an activity about an answer; see `Fediverse.compose`. */
export async function composeNote(
  ground: Ground,
  db: Db,
  id: string,
  saying: SayingOfNote,
  published: Date,
): Promise<Composed> {
  const { origin } = ground.config;
  const { type, note } = saying;
  const answer = await answerById(db, note);
  if (answer === undefined) throw new Error(`There is no answer ${note}.`);
  const keys = await loadKeys(ground, db, answer.collective);
  const object = await subject();
  const head = headOf(ground, id, answer.collective, published)(type);
  const activity = { ...head, ...addressing(origin, answer), object };
  const body = await sign(activity, keys, published, answer.public);
  return { type, object: object.id, public: answer.public, forms: [{ form: "whole", body }] };

  async function subject() {
    if (saying.type === "Delete") {
      await forgetProof(db, note);
      return { id: origin + ap.note(note), type: "Tombstone", deleted: wireMoment(saying.deleted) };
    }
    const document = noteDocument(origin, answer!);
    // What was said to one server alone is nothing that copies should be made of.
    return answer!.public ? prove(ground, db, keys, answer!, document, published) : document;
  }
}
