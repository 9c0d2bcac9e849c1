// One try of one delivery: the form and the signature that its host takes, and a second knock where they are refused.
import type { Claimed } from "../../src/db/ledger.ts";
import { type Answer, editsOnlyNotes, judge } from "../../src/domain/delivery.ts";
import type { Dialect } from "../signature.ts";
import type { Bodies, Body } from "./bodies.ts";

/** What came of a try, and what it taught about the host. */
export interface Tried {
  answer: Answer;
  /** The signature it takes, if that is another than was thought. */
  signature: Dialect | null;
  /** The largest body it can be given, if it refused a larger one. */
  maxBody: number | null;
}

/** Sends a body once. */
export type Knock = (body: Body, dialect: Dialect) => Promise<Answer>;

/** Tries a delivery: normally one request, at most three. */
export async function attempt(row: Claimed, bodies: Bodies, knock: Knock): Promise<Tried> {
  const tried: Tried = { answer: {}, signature: null, maxBody: null };
  let body = chooseBody(row, bodies);
  let dialect = row.signature;
  if (!body) return { ...tried, answer: { error: "unusable" } };
  tried.answer = await knock(body, dialect);
  if (refusesSignature(row, tried.answer)) {
    const other = dialect === "cavage" ? "rfc9421" : "cavage";
    const second = await knock(body, other);
    if (judge(second) === "delivered" || second.status === 413) {
      tried.answer = second;
      tried.signature = dialect = other;
    }
  }
  if (tried.answer.status === 413) {
    tried.maxBody = body.bytes.length - 1;
    body = bodies.reference;
    if (body && body.bytes.length <= tried.maxBody) tried.answer = await knock(body, dialect);
  }
  return tried;
}

function chooseBody(row: Claimed, { whole, note, reference }: Bodies): Body | undefined {
  const fitting = row.type === "Update" && note && editsOnlyNotes(row.software) ? note : whole;
  const isTooLarge = row.max_body !== null && (fitting?.bytes.length ?? 0) > row.max_body;
  return isTooLarge && reference ? reference : fitting;
}

/** A first 401 does not count: they may be fetching our key while we hold back theirs. It is tried again soon. */
function refusesSignature(row: Claimed, { status }: Answer): boolean {
  return status === 400 || (status === 401 && row.last_status === 401);
}
