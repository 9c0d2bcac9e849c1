// The throttle: slow to those who guess, patient with everybody else, and forgetful.
import { expect, test } from "vitest";
import { createThrottle } from "../../src/web/throttle.ts";

const now = new Date("2026-11-23T10:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test("who tries too often is told when to come back, and others go on", () => {
  const throttle = createThrottle({ each: 2, all: 100, window: 60_000 });
  expect([throttle.take("a", now), throttle.take("a", now)]).toEqual([0, 0]);
  expect(throttle.take("a", later(20))).toBe(40);
  expect(throttle.take("b", later(20))).toBe(0);
  expect(throttle.take("a", later(60))).toBe(0);
});

test("many who each try a little are slowed down together", () => {
  const throttle = createThrottle({ each: 2, all: 5, window: 60_000 });
  const waits = Array.from({ length: 6 }, (_, at) => throttle.take(`asker ${at}`, now));
  expect(waits).toEqual([0, 0, 0, 0, 0, 60]);
});

test("where askers cannot be told apart, one of them does not lock out the others until all have tried too often", () => {
  const throttle = createThrottle({ each: 2, all: 5, window: 60_000 });
  const waits = Array.from({ length: 6 }, () => throttle.take(undefined, now));
  expect(waits).toEqual([0, 0, 0, 0, 0, 60]);
});
