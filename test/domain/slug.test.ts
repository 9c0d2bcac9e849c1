import fc from "fast-check";
import { expect, test } from "vitest";
import { isSlug, numberedSlug, slugFor } from "../../src/domain/slug.ts";

test.each([
  ["Today’s march, 12 September!", "todays-march-12-september"],
  ["L'été à Grande-Synthe", "l-été-à-grande-synthe"],
  ["مظاهرة في كاليه… اليوم", "مظاهرة-في-كاليه-اليوم"],
  ["می\u200cخواهیم بمانیم", "می-خواهیم-بمانیم"],
  ["Свобода передвижения", "свобода-передвижения"],
  ["a/b?c#d", "a-b-c-d"],
  ["We ❤️ Dover", "we-dover"],
])("the address of “%s” ends with %s", (title, slug) => {
  expect(slugFor(title)).toBe(slug);
});

test("a title of digits does not take the place of a year, nor a word the site needs", () => {
  expect(slugFor("2015")).toBe("text-2015");
  expect(slugFor("Tags")).toBe("text-tags");
  expect(slugFor("???")).toBe("text");
});

test("a long title is cut between words", () => {
  const slug = slugFor("freedom of movement ".repeat(20));
  expect(slug).toMatch(/^(freedom-of-movement-)+(freedom|freedom-of|freedom-of-movement)$/);
  expect(slug.length).toBeLessThanOrEqual(96);
});

test("of two marches one has a number", () => {
  expect([numberedSlug("march", 1), numberedSlug("march", 2)]).toEqual(["march", "march-2"]);
  expect(numberedSlug("x".repeat(96), 12)).toBe(`${"x".repeat(93)}-12`);
});

test.each(["feed.atom", "feed", "2015", "Big", "a b", "a/b", "-a", "a--b", "", "..", "x".repeat(97)])(
  "%s cannot be the end of an address",
  (text) => {
    expect(isSlug(text)).toBe(false);
  },
);

test("whatever the title, the slug can stand in an address and in the database", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.integer({ min: 1, max: 99_999 }),
      (title, number) => {
        const slug = slugFor(title);
        expect(isSlug(slug)).toBe(true);
        expect(slugFor(slug)).toBe(slug);
        expect(numberedSlug(slug, number)).toMatch(/^[^/?#\s]{1,100}$/u);
      },
    ),
    { numRuns: 500 },
  );
});
