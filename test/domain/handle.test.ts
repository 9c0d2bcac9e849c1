import { expect, test } from "vitest";
import { readHandle } from "../../src/domain/handle.ts";

test("a handle may be typed with its @", () => {
  expect(readHandle(" @calais_solidarity ")).toBe("calais_solidarity");
});

test("a handle that cannot be is refused with one that can", () => {
  expect(() => readHandle("Calais Solidarité")).toThrow('"calais_solidarite" would do.');
  expect(() => readHandle("x".repeat(31))).toThrow(/cannot be a handle/);
  expect(() => readHandle("كاليه")).toThrow(/small letters from a to z/);
});

test.each(["instance", "ap", "tags", "media", "desk"])("%s is kept for the node", (handle) => {
  expect(() => readHandle(handle)).toThrow(/take another handle/);
});
