import fc from "fast-check";
import { expect, test } from "vitest";
import { hashtag, readTag } from "../../src/domain/tag.ts";

test.each([
  ["Freedom of movement", "freedom-of-movement", "#FreedomOfMovement"],
  ["#NoBorders", "noborders", "#NoBorders"],
  ["call out", "call-out", "#CallOut"],
  ["Calais", "calais", "#Calais"],
  ["deportation", "deportation", "#deportation"],
  ["حرية التنقل", "حرية-التنقل", "#حرية_التنقل"],
  ["آزادی رفت\u200cوآمد", "آزادی-رفت-وآمد", "#آزادی_رفت\u200cوآمد"],
  ["G20 2017", "g20-2017", "#G20_2017"],
  ["l'été", "l-été", "#lété"],
])("the tag “%s” has the address %s and travels as %s", (typed, address, wire) => {
  expect(readTag(typed)?.tag).toBe(address);
  expect(hashtag(typed)).toBe(wire);
});

test("the same tag typed in two ways has one address", () => {
  expect(readTag("Freedom  of Movement")?.tag).toBe(readTag("#freedom-of-movement")?.tag);
});

test("a tag without letters, or longer than a line, is none", () => {
  expect(readTag("!!!")).toBeUndefined();
  expect(readTag("x".repeat(61))).toBeUndefined();
});

test("whatever is typed, a hashtag is one word and an address has no separators", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (typed) => {
      const tag = readTag(typed);
      if (tag === undefined) return;
      expect(tag.tag).toMatch(/^[^/?#\s]{1,100}$/u);
      expect(readTag(tag.tag)?.tag).toBe(tag.tag);
      expect(hashtag(tag.name)).toMatch(/^#[\p{L}\p{M}\p{N}_\u200c]+$/u);
    }),
    { numRuns: 500 },
  );
  expect(hashtag("<script>")).toBe("#script");
});
