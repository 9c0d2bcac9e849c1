// Ways to the desk for tests: a node with a collective and pens, and people who sign in with their words.
import type { Collective } from "../../src/db/collective.ts";
import type { Role } from "../../src/domain/pen.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { acceptInvitation, invite, type NewPen } from "../../src/newsroom/pens.ts";
import type { Site } from "../../src/site.ts";
import { startTestNode, type TestNode } from "./node.ts";
import { type Shown, type Visitor, visitor } from "./visitor.ts";

/** A node without background work. */
export function startDesk(options: Parameters<typeof startTestNode>[0] = {}): Promise<TestNode> {
  return startTestNode({ worker: false, ...options });
}

/** A collective that writes in English. */
export function found(site: Site, handle = "harbour", name = "Harbour Watch"): Promise<Collective> {
  return createCollective(site, { handle, name, languages: ["en"] });
}

/** A new pen of a collective. */
export async function penOf(
  site: Site,
  collective: Collective,
  role: Role = "keeper",
  label = "kitchen telephone",
): Promise<NewPen> {
  const token = await invite(site, collective.id, role, label);
  return site.db.transaction().execute((db) => acceptInvitation(site, db, token));
}

/** Somebody who has signed in with the words of a pen. */
export async function signedIn(url: string, { words }: NewPen): Promise<Visitor> {
  const somebody = visitor(url);
  await signIn(somebody, words);
  return somebody;
}

/** Signs in with words. */
export function signIn(somebody: Visitor, words: readonly string[] | string): Promise<Shown> {
  return somebody.post("/desk/sign-in", {
    "door-words": typeof words === "string" ? words : words.join(" "),
  });
}

/** The six words on a page that shows them. */
export function wordsOn(html: string): string[] {
  return [...html.matchAll(/<b lang="en"[^>]*>([a-z]+)<\/b>/g)].map(([, word]) => word!);
}

/** The fields that ask for two of the words, rightly filled in. */
export function checkOf(html: string, words: readonly string[]): [string, string][] {
  return [...html.matchAll(/name="word-(\d)"/g)].map(([, at]) => [`word-${at}`, words[Number(at)]!]);
}
