// Puts into activities what the newsroom wants to say: the object whole, signed once, and smaller forms where some need them.
import { collectiveById } from "../src/db/collective.ts";
import { forgetProof } from "../src/db/object_proof.ts";
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import { echoOf } from "../src/newsroom/echo.ts";
import type { Composed, FollowReceived, Saying } from "../src/newsroom/fediverse.ts";
import { publicText } from "../src/newsroom/read.ts";
import { portrait } from "../src/newsroom/read_picture.ts";
import { type Activity, headOf, publicly, sign } from "./activity.ts";
import { groupDocument } from "./actor.ts";
import { type TextDocument, textDocument } from "./article.ts";
import { composeAmongAllies, isAmongAllies } from "./compose_allies.ts";
import { composeAside, isAside } from "./compose_aside.ts";
import { composeNote } from "./compose_note.ts";
import { type Ground, type Keys, loadKeys } from "./keys.ts";
import { prove } from "./proven.ts";
import { tombstone } from "./tombstone.ts";

/** Largest body in bytes: the Misskey family refuses 64 KiB, and says so only with a 413. */
export const maxBody = 60 * 1024;
/** What proof and signature add at most. */
const seals = 2 * 1024;
/** A body over this size is worth a short form for servers that refuse even it. */
const worthShortening = 20 * 1024;

/**
 * Renders an activity and signs it, once for all inboxes; see `Fediverse.compose`.
 * @throws when the collective or the text is not there: the caller has just changed it, so that is a fault of ours
 */
export async function compose(
  ground: Ground,
  db: Db,
  id: string,
  saying: Saying,
  published: Date,
): Promise<Composed> {
  if (isAside(saying)) return composeAside(ground, db, id, saying, published);
  if (isAmongAllies(saying)) return composeAmongAllies(ground, db, id, saying, published);
  if ("note" in saying) return composeNote(ground, db, id, saying, published);
  if ("report" in saying && saying.type !== "Delete") return composeText(ground, db, id, saying, published);
  const { origin } = ground.config;
  const { collective } = saying;
  const keys = await loadKeys(ground, db, collective);
  const head = headOf(ground, id, collective, published);
  const finish = async (type: string, object: string, isPublic: boolean, activity: Activity) => ({
    type,
    object,
    public: isPublic,
    forms: [{ form: "whole" as const, body: await sign(activity, keys, published, isPublic) }],
  });
  switch (saying.type) {
    case "Delete": {
      await forgetProof(db, saying.report);
      const object = tombstone(origin, saying.report, saying.deleted);
      return finish("Delete", object.id, true, {
        ...head("Delete"),
        ...publicly(origin, collective),
        object,
      });
    }
    case "Update": {
      const { "@context": terms, ...object } = await actorOf(ground, db, collective, keys);
      const activity = { ...head("Update", terms), ...publicly(origin, collective), object };
      return finish("Update", object.id, true, activity);
    }
    case "Accept":
    case "Reject": {
      const { actor } = saying.follow;
      const object = followReceived(saying.follow, origin + ap.collective(collective));
      return finish(saying.type, actor, false, { ...head(saying.type), to: [actor], object });
    }
    case "Follow":
    case "Block":
      return finish(saying.type, saying.actor, false, {
        ...head(saying.type),
        to: [saying.actor],
        object: saying.actor,
      });
    case "UndoBlock": {
      const { actor, block } = saying;
      const object = {
        id: origin + ap.activity(block),
        type: "Block",
        actor: origin + ap.collective(collective),
        object: actor,
      };
      return finish("Undo", actor, false, { ...head("Undo"), to: [actor], object });
    }
  }
}

async function composeText(
  ground: Ground,
  db: Db,
  id: string,
  saying: { type: "Create" | "Update"; report: string },
  published: Date,
): Promise<Composed> {
  const text = await publicText(db, saying.report);
  const collective = text && (await collectiveById(db, text.collective));
  if (collective === undefined) throw new Error(`Text ${saying.report} is not published.`);
  const { origin } = ground.config;
  const keys = await loadKeys(ground, db, collective.id);
  const document = textDocument(origin, text!, collective.prefers_card, await echoOf(db, saying.report));
  const head = headOf(ground, id, collective.id, published);
  const wrap = (object: unknown) => ({
    ...head(saying.type),
    ...publicly(origin, collective.id),
    object,
  });
  const seal = (activity: Activity) => sign(activity, keys, published, true);
  const whole = smallEnough(
    [await prove(ground, db, keys, text!, document, published), ...shorter(document)],
    wrap,
  );
  const forms: Composed["forms"] = [{ form: "whole", body: await seal(whole) }];
  if (saying.type === "Update" && document.type === "Article") {
    // The Misskey family edits what it stored from an Article only when the Update calls it a Note.
    const note = { ...document, type: "Note" as const };
    forms.push({ form: "note", body: await seal(smallEnough([note, ...shorter(note)], wrap)) });
  }
  if (whole.object !== document.id && sizeOf(whole) > worthShortening) {
    forms.push({ form: "reference", body: await seal(wrap(document.id)) });
  }
  return { type: saying.type, object: document.id, public: true, forms };
}

/** A text as it is sent. */
type TextSent = Omit<TextDocument, "type"> & { type: "Article" | "Note" };

/** What a text becomes that is too large: first the source is left off, then the maps. Neither says what its proof says. */
function shorter(document: TextSent): TextSent[] {
  const { source: _source, ...withoutSource } = { source: undefined, ...document };
  const { nameMap: _names, contentMap: _contents, ...withoutMaps } = { nameMap: undefined, ...withoutSource };
  return [withoutSource, withoutMaps as TextSent];
}

/** The first of these that is small enough, from the fullest on; else the address alone. */
function smallEnough([fullest, ...rest]: [TextSent, ...TextSent[]], wrap: (object: unknown) => Activity) {
  const fitting = [fullest, ...rest].map(wrap).find((form) => sizeOf(form) + seals <= maxBody);
  return fitting ?? wrap(fullest.id);
}

const sizeOf = (activity: Activity) => Buffer.byteLength(JSON.stringify(activity));

/** The actor document of a collective, as it is inside a transaction. */
export async function actorOf(ground: Ground, db: Db, id: string, keys: Keys) {
  const collective = await collectiveById(db, id);
  if (collective === undefined) throw new Error(`There is no collective ${id}.`);
  return groupDocument(ground.config, collective, await portrait(db, collective), keys);
}

function followReceived({ id, actor }: FollowReceived, object: string) {
  return { ...(id !== undefined && { id }), type: "Follow", actor, object };
}
