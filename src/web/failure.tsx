// The one place that answers when something went wrong: a sentence for people, a problem document for programs.
import { getLogger } from "@logtape/logtape";
import type { ErrorRequestHandler } from "express";
import { isOutage } from "../db/outage.ts";
import { Forbidden, Gone, isSpoken, NotFound, Refused, Unavailable } from "../domain/errors.ts";
import { pages as paths } from "../domain/paths.ts";
import { wantsProblem } from "./accept.ts";
import type { Pages } from "./page.ts";
import { Failure } from "./views/failure.tsx";
import type { Words } from "./words/en.ts";

const logger = getLogger(["tern", "web"]);

/** What is answered: a status, and the keys of the words for it. */
interface Verdict {
  status: number;
  title: keyof Words["failure"];
  /** Where the words are not of the catalogue but of the error itself, in English. */
  text: keyof Words["failure"] | undefined;
}

/** Whom nobody expected: logged, and answered as our mistake. */
const broken: Verdict = { status: 500, title: "broken", text: "brokenText" };

/** Express's last middleware. It logs what is ours to mend and never who asked, nor the address that was asked for. */
export function answerFailure(pages: Pages): ErrorRequestHandler {
  return (error, request, response, next) => {
    const verdict = judge(error);
    if (verdict.status >= 500) {
      const words = { status: verdict.status, method: request.method, route: request.route?.path, error };
      if (verdict === broken) logger.error("{method} {route} failed: {error}", words);
      else logger.warning("{method} {route} had to wait: {error}", words);
    }
    if (response.headersSent) return next(error);
    // An address that has nothing behind it is not repeated: all such pages are alike.
    const frame = { ...pages.frame(request), path: paths.front() };
    const words = frame.locale.words.failure;
    const text = verdict.text === undefined ? (error as Error).message : words[verdict.text];
    response.status(verdict.status);
    if (verdict.status === 503) response.set("retry-after", "60");
    if (wantsProblem(request)) {
      response.vary("Accept").set("cache-control", "no-cache").type("application/problem+json");
      response.send(JSON.stringify({ title: words[verdict.title], status: verdict.status, detail: text }));
      return;
    }
    const language = verdict.text === undefined ? "en" : frame.locale.language;
    pages.send(
      response,
      <Failure frame={frame} title={words[verdict.title]} text={text} language={language} />,
    );
  };
}

function judge(error: unknown): Verdict {
  if (error instanceof NotFound) return { status: 404, title: "notFound", text: "notFoundText" };
  if (error instanceof Gone) return { status: 410, title: "gone", text: "goneText" };
  if (error instanceof Forbidden) return { status: 403, title: "forbidden", text: undefined };
  if (error instanceof Refused) return { status: 422, title: "refused", text: undefined };
  if (isOutage(error)) return { status: 503, title: "unavailable", text: "unavailableText" };
  if (error instanceof Unavailable) return { status: 503, title: "unavailable", text: undefined };
  if (isSpoken(error)) return { status: 500, title: "broken", text: undefined };
  const status = (error as { status?: unknown } | null)?.status;
  // Express and its parsers say by a status what was wrong with the request itself.
  if (typeof status === "number" && status >= 400 && status < 500) {
    return { status, title: "misread", text: "misreadText" };
  }
  return broken;
}
