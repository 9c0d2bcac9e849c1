// Words and rules of what others do with our texts: kinds, states, and where an answer stands in its thread.

export const responseKinds = ["reply", "quote", "mention", "like", "boost", "answer"] as const;
/** A reply, quotation, mention, like or boost from outside; an answer is what a collective replies itself. */
export type ResponseKind = (typeof responseKinds)[number];

export const responseStates = ["held", "shown", "hidden"] as const;
/** Held waits for somebody to decide, hidden has been turned down. */
export type ResponseState = (typeof responseStates)[number];

export const verdicts = ["show", "hold", "hide"] as const;
/** What a collective wants done with all answers of an actor or a host. */
export type Verdict = (typeof verdicts)[number];

/** Deepest place in a thread; what is answered deeper down stands beside what it answers. */
export const maxDepth = 40;

/** Length of one step of a path. */
const stepLength = 20;

/** Where an answer stands in its thread. */
export interface ThreadPlace {
  path: string;
  depth: number;
}

/**
 * The place of an answer below what it answers. Paths sort as a thread is read: each answer before the answers to it,
 * and answers to the same thing in the order of their moments.
 * @param parent the place of what is answered; undefined: the text itself
 * @param id the answer's UUID, which decides between equal moments
 */
export function threadPlace(parent: ThreadPlace | undefined, moment: Date, id: string): ThreadPlace {
  const step = moment.getTime().toString(16).padStart(12, "0").slice(-12) + id.replaceAll("-", "").slice(-8);
  if (parent === undefined) return { path: step, depth: 0 };
  const above = parent.depth < maxDepth ? parent.path : parent.path.slice(0, -stepLength);
  return { path: above + step, depth: Math.min(parent.depth + 1, maxDepth) };
}
