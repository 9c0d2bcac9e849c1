// Somebody takes something back: a Follow, a like, a boost, embedded or not, or (as snac says it) the collective that was followed.
import type { InboxContext } from "@fedify/fedify/federation";
import { loseFollow, loseFollower } from "../../src/newsroom/follow.ts";
import { announceTakenBack } from "../../src/newsroom/on_wire.ts";
import { unreact } from "../../src/newsroom/react.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";
import { onlyCollective } from "./addressed.ts";
import { actorOf, type Embedded, embeddedIn, objectOf, ownIdOf, typeOf } from "./said.ts";

const kinds = { Like: "like", EmojiReact: "like", Announce: "boost" } as const;

/** What is taken back is always about whoever signed that. https://www.w3.org/TR/activitypub/#undo-activity-inbox */
export async function onUndone({ data }: InboxContext<Inbound>): Promise<void> {
  const { site, accepted } = data;
  const actor = actorOf(data);
  const followed = await onlyCollective(site, data.activity.object);
  if (followed !== undefined) return loseFollower(site, followed, actor, accepted);
  const undone = embeddedIn(data.activity.object);
  if (undone !== undefined) return onUndoneEmbedded(data, actor, undone);
  const uri = objectOf(data);
  if (uri === undefined) return;
  await loseFollow(site, actor, uri, accepted);
  await unreact(site, { actor, uri, of: undefined }, accepted);
}

async function onUndoneEmbedded({ site, accepted }: Inbound, actor: string, undone: Embedded): Promise<void> {
  const by = addressOf(undone.actor);
  if (by !== null && by !== actor) return;
  const type = typeOf(undone);
  if (type === "Follow") {
    const followed = await onlyCollective(site, undone.object);
    if (followed !== undefined) await loseFollower(site, followed, actor, accepted);
  } else if (Object.hasOwn(kinds, type)) {
    const kind = kinds[type as keyof typeof kinds];
    const object = addressOf(undone.object);
    const uri = ownIdOf(undone, actor);
    await unreact(site, { actor, uri, of: object === null ? undefined : { kind, object } }, accepted);
    if (type === "Announce" && object !== null) await announceTakenBack(site.db, actor, object);
  }
}
