import fc from "fast-check";
import { expect, test } from "vitest";
import { accentStyles, contrast, readColour } from "../../src/domain/colour.ts";

test("a colour is read as people write it, and nothing else is", () => {
  expect(["#B81D13", "b81d13", "#fa0", " #ffffff "].map(readColour)).toEqual([
    "#b81d13",
    "#b81d13",
    "#ffaa00",
    "#ffffff",
  ]);
  for (const bad of ["", "red", "#12345", "#1234567", "#gggggg", "#fff;}"]) {
    expect(readColour(bad)).toBeUndefined();
  }
});

test("whatever colour is chosen, words in it and on it can be read by day and by night", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = `#${number.toString(16).padStart(6, "0")}`;
      const found = [...accentStyles(colour).matchAll(/--accent:(#\w+);--on-accent:(#\w+)/g)];
      const papers = ["#f5f4ef", "#101417"];
      expect(found).toHaveLength(2);
      for (const [at, [, accent, on]] of found.entries()) {
        expect(contrast(accent!, papers[at]!)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(accent!, readColour(on!)!)).toBeGreaterThanOrEqual(4.5);
      }
    }),
  );
});
