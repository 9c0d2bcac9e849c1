// A text of a collective: what kinds there are, what states it passes through, and what is true of each.

export const reportKinds = ["report", "call-out", "page"] as const;
/** A report tells what happened, a call-out asks people to act, a page stays. */
export type ReportKind = (typeof reportKinds)[number];

export const reportStates = ["draft", "scheduled", "published", "withdrawn"] as const;
export type ReportState = (typeof reportStates)[number];

export const wireForms = ["Article", "Note"] as const;
/** The ActivityStreams type a text goes out as. https://www.w3.org/TR/activitystreams-vocabulary/#dfn-article */
export type WireForm = (typeof wireForms)[number];

export const replyPolicies = ["off", "hold", "known", "open"] as const;
/** Whose answers appear: nobody's, each once approved, known people's at once, everybody's at once. */
export type ReplyPolicy = (typeof replyPolicies)[number];

/** Longest title in characters: Misskey loses a post whose `name` is over 255, Lemmy cuts at 200. */
export const maxTitle = 150;
/** Longest lead or content warning in characters: Misskey loses a post whose `summary` is over 512. */
export const maxSummary = 500;
/** Longest source text in bytes. */
export const maxSource = 200_000;
export const maxTags = 30;
export const maxLinks = 50;
export const maxPictures = 30;
