import { expect, test } from "vitest";
import { laterThan, readMoment } from "../../src/domain/moment.ts";

test.each([
  ["2015-09-12", "2015-09-12T00:00:00.000Z"],
  ["2015-09-12 18:30", "2015-09-12T18:30:00.000Z"],
  ["2015-09-12T18:30:00Z", "2015-09-12T18:30:00.000Z"],
  ["2015-09-12T20:30+02:00", "2015-09-12T18:30:00.000Z"],
  ["2015-09-12 20:30:15 +0200", "2015-09-12T18:30:15.000Z"],
])("%s is %s", (typed, moment) => {
  expect(readMoment(typed)?.toISOString()).toBe(moment);
});

test.each([
  "yesterday",
  "12.9.2015",
  "2015-13-01",
  "2015-02-30",
  "0001-01-01",
  "2201-01-01",
  "",
  "2015-09-12T25:00",
])("%s is no moment", (typed) => {
  expect(readMoment(typed)).toBeUndefined();
});

test("a second revision in the same second is a second newer", () => {
  const first = new Date("2026-01-01T10:00:00.500Z");
  expect(laterThan(first, new Date("2026-01-01T10:00:00.900Z")).toISOString()).toBe(
    "2026-01-01T10:00:01.500Z",
  );
  expect(laterThan(first, new Date("2026-01-02T10:00:00Z")).toISOString()).toBe("2026-01-02T10:00:00.000Z");
});
