// Finds out what a post is about: a text or an answer that is here, a conversation of ours, or one of our collectives.
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";
import type { Place, PostHeard } from "./post_heard.ts";
import { collectiveAmong, conversationOf, subjectOf } from "./subject.ts";

/** What a post is about, if that is anything here. */
export async function placeOf(site: Site, db: Db, post: PostHeard): Promise<Place | undefined> {
  const { inReplyTo, quote } = post;
  if (inReplyTo !== null) {
    const subject = await subjectOf(site, db, inReplyTo);
    if (subject !== undefined) return { ...subject, kind: "reply", isOrphan: false };
    const conversation = await conversationOf(site, db, post.context);
    if (conversation !== undefined)
      return { ...conversation, kind: "reply", object: inReplyTo, parent: undefined, isOrphan: true };
  }
  if (quote !== null) {
    const subject = await subjectOf(site, db, quote);
    if (subject !== undefined) return { ...subject, kind: "quote", isOrphan: false };
  }
  const collective = await collectiveAmong(site, db, [...post.mentions, ...post.to, ...post.cc]);
  if (collective === undefined) return undefined;
  const isOrphan = inReplyTo !== null;
  return { kind: "mention", collective, report: null, object: inReplyTo, parent: undefined, isOrphan };
}
