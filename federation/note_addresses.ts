// What is at the addresses of answers that collectives gave, and of their consents to quotations.
import { ap } from "../src/domain/paths.ts";
import { answerTakenBack, publicAnswer } from "../src/newsroom/answers.ts";
import { introductionById, introductionTakenBack } from "../src/newsroom/introductions.ts";
import { stampById } from "../src/newsroom/quote.ts";
import type { Site } from "../src/site.ts";
import { context, quoteContext } from "./context.ts";
import { introductionDocument } from "./introduction.ts";
import { loadKeys } from "./keys.ts";
import { noteDocument } from "./note.ts";
import { prove } from "./proven.ts";
import type { Find } from "./show.ts";
import { wireMoment } from "./words.ts";

/** The addresses and how to look up what is there. */
export function noteAddresses(site: Site): [path: string, find: Find][] {
  const { db } = site;
  const { origin } = site.config;

  const note: Find = async ({ id = "" }) => {
    const answer = await publicAnswer(db, id);
    if (answer !== undefined) {
      const keys = await loadKeys(site, db, answer.collective);
      const document = await prove(site, db, keys, answer, noteDocument(origin, answer));
      return { document, page: document.url };
    }
    const address = origin + ap.note(id);
    const deleted = await answerTakenBack(db, address);
    if (deleted === undefined) return undefined;
    const document = { "@context": context, id: address, type: "Tombstone", deleted: wireMoment(deleted) };
    return { document: { ...document, formerType: "Note" }, isGone: true };
  };

  const stamp: Find = async ({ id = "" }) => {
    const found = await stampById(db, id);
    if (found === undefined) return undefined;
    return {
      document: {
        "@context": quoteContext,
        id: origin + ap.stamp(id),
        type: "QuoteAuthorization",
        attributedTo: origin + ap.collective(found.collective),
        interactingObject: found.quotation,
        interactionTarget: found.object,
      },
    };
  };

  const introduction: Find = async ({ id = "" }) => {
    const found = await introductionById(db, id);
    if (found !== undefined) {
      const keys = await loadKeys(site, db, found.collective);
      const document = await prove(site, db, keys, found, introductionDocument(origin, found));
      return { document, page: document.url };
    }
    const deleted = await introductionTakenBack(db, id);
    if (deleted === undefined) return undefined;
    const address = origin + ap.introduction(id);
    const document = { "@context": context, id: address, type: "Tombstone", deleted: wireMoment(deleted) };
    return { document: { ...document, formerType: "Note" }, isGone: true };
  };

  return [
    [ap.introduction(":id"), introduction],
    [ap.note(":id"), note],
    [ap.stamp(":id"), stamp],
  ];
}
