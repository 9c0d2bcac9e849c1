import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanLine, cleanText, lengthOf } from "../../src/domain/plain.ts";

test("a title that was pasted over two lines is one line", () => {
  expect(cleanLine("  A march\r\n in\u2028 Dover \t today ")).toBe("A march in Dover today");
});

test("nobody can turn a text around or hide commands in it", () => {
  expect(cleanLine("safe\u202egnp.exe\u0000\u001b[2J\u2066!\u2069")).toBe("safegnp.exe[2J!");
});

test("Persian and Arabic keep the joiners and marks they are written with", () => {
  expect(cleanLine("می\u200cخواهیم\u200f!")).toBe("می\u200cخواهیم\u200f!");
});

test("Markdown keeps its tabs and line ends", () => {
  expect(cleanText("one\r\n\ttwo  \rthree")).toBe("one\n\ttwo  \nthree");
});

test("characters are counted as people count them", () => {
  expect(lengthOf("حرية 🕊")).toBe(6);
});

test("whatever is typed, the outcome is clean and stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const line = cleanLine(typed);
      expect(cleanLine(line)).toBe(line);
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\n]/u);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
