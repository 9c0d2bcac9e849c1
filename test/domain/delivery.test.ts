// The rules of delivery, case by case.
import { expect, test } from "vitest";
import {
  editsOnlyNotes,
  judge,
  longestPause,
  patience,
  pauseAfter,
  readRetryAfter,
  reasonInWords,
} from "../../src/domain/delivery.ts";

test.each([
  [{ status: 200 }, "delivered"],
  [{ status: 202 }, "delivered"],
  [{ status: 301 }, "down"],
  [{ status: 400 }, "over"],
  [{ status: 401 }, "again"],
  [{ status: 403 }, "over"],
  [{ status: 404 }, "over"],
  [{ status: 408 }, "down"],
  [{ status: 410 }, "over"],
  [{ status: 429 }, "down"],
  [{ status: 500 }, "down"],
  [{ status: 503 }, "down"],
  [{ error: "timeout" }, "down"],
  [{ error: "unusable" }, "over"],
  [{ error: "no key" }, "again"],
] as const)("%o is judged as %s", (answer, verdict) => {
  expect(judge(answer)).toBe(verdict);
});

test("pauses grow from half a minute to twelve hours, and fill about six days in some twenty tries", () => {
  expect(pauseAfter(1, 0)).toBe(30_000);
  expect(pauseAfter(2, 0)).toBe(60_000);
  expect(pauseAfter(1, 1)).toBe(37_500);
  expect(pauseAfter(1_000, 0)).toBe(longestPause);
  let waited = 0;
  let tries = 1;
  while (waited < patience) waited += pauseAfter(tries++, 0.5);
  expect(tries).toBeGreaterThan(15);
  expect(tries).toBeLessThan(25);
});

const now = new Date("2026-11-23T08:00:00Z");
test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Mon, 23 Nov 2026 08:10:00 GMT", 600_000],
  ["Mon, 23 Nov 2026 07:00:00 GMT", 0],
  ["9999999999", longestPause],
  ["99999999999999999999", undefined],
  ["-5", undefined],
  ["soon", undefined],
  ["", undefined],
])("Retry-After %j is read as %s", (header, wait) => {
  expect(readRetryAfter(header, now)).toBe(wait);
});

test("a missing Retry-After is none", () => {
  expect(readRetryAfter(undefined, now)).toBeUndefined();
});

test("the Misskey family is known by the names of its members", () => {
  for (const software of ["misskey", "Sharkey", "cherrypick", "firefish", "iceshrimp"]) {
    expect(editsOnlyNotes(software)).toBe(true);
  }
  for (const software of ["mastodon", "gotosocial", "", null]) expect(editsOnlyNotes(software)).toBe(false);
});

test.each([
  ["failed", 503, null, "Given up after six days. The server is out of service for now (503)."],
  ["failed", null, "timeout", "Given up after six days. The server did not answer in time."],
  ["failed", 418, null, "The server refuses it (418)."],
  ["failed", null, "unusable", "The address of the inbox cannot be used."],
  ["pending", null, null, "It has not been tried yet."],
  ["pending", 302, null, "The server sends inbox mail elsewhere, which is not followed (302)."],
  ["pending", null, "EWHATEVER", "The connection broke off."],
  ["pending", null, "constructor", "The connection broke off."],
  ["pending", 599, null, "The server has an error of its own (599)."],
  ["cancelled", null, "taken back", "The text was taken back before this could arrive."],
  ["cancelled", null, "blocked", "This node does not speak to that server."],
  ["delivered", 202, null, "It has arrived."],
])("%s with %s and %s reads: %s", (state, last_status, last_error, sentence) => {
  expect(reasonInWords({ state, last_status, last_error })).toBe(sentence);
});
