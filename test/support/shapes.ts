// Shapes for fast-check: JSON in which pieces of what is understood turn up anywhere, as objects, as text and as bytes.
import fc from "fast-check";
import { heeded } from "../../federation/inbox.ts";
import { postTypes } from "../../federation/incoming.ts";
import { everybody } from "./posts.ts";

export type Shape = Record<string, unknown>;

const types = [
  ...heeded,
  ...postTypes,
  ...["Tombstone", "Person", "Group", "Collection", "OrderedCollectionPage", "Link", "Mention", "Hashtag"],
  ...["Dislike", "Add", "PropertyValue", "toString", "constructor"],
];

const members =
  "id type actor object target instrument attributedTo inReplyTo quote quoteUrl _misskey_quote context conversation content contentMap name nameMap summary summaryMap url href mediaType published updated to cc bto tag attachment replies sensitive toString valueOf hasOwnProperty constructor length blurhash width height items oneOf genre schema:genre translationOfWork".split(
    " ",
  );

const texts = [
  ...[
    everybody,
    "as:Public",
    "Public",
    "",
    " ",
    "\u0000",
    "\ud800",
    "a\udfffb",
    "\u202eabc",
    "💡",
    "مرحبا",
    "\ufeff",
  ],
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "http://",
    "https://a:b@c.example/",
    "//x",
  ],
  ...[
    "2026-11-22T20:36:15Z",
    "2026-13-45T99:99:99Z",
    "0000-01-01T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "now",
  ],
  ...["en", "ar_EG", "zh-Hant-TW", "x-", "und", "i-klingon", "<p>Hello</p>", "<b><i>", "-1", "1e999", "null"],
  ...[
    "a".repeat(5_000),
    "@".repeat(3_000),
    "<a ".repeat(2_000),
    "https://elsewhere.example/".padEnd(3_000, "x"),
  ],
];

const numbers = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e21, 1e308, 5e-324, Number.MAX_SAFE_INTEGER];

/** A thing within a thing within a thing. */
const nested = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.integer({ min: 10, max: 40 })),
    fc.constantFrom("list", ...members),
  )
  .map(([depth, key]) => {
    let thing: unknown = "deep";
    for (let level = 0; level < depth; level += 1) thing = key === "list" ? [thing] : { [key]: thing };
    return thing;
  });

/**
 * JSON of any shape; `made` are some thousand things that cost nothing any more.
 * @param pieces addresses and words that mean something where it goes
 */
export function shapes(pieces: readonly string[]): {
  thing: fc.Arbitrary<unknown>;
  made: fc.Arbitrary<unknown>;
  activity: fc.Arbitrary<Shape>;
} {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...pieces) },
    { weight: 6, arbitrary: fc.constantFrom<unknown>(...types, ...texts) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...numbers, true, false, null) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  );
  const { thing } = fc.letrec<{ thing: unknown; object: Shape }>((tie) => ({
    thing: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      tie("object"),
      fc.array(tie("thing"), { maxLength: 4 }),
      nested,
    ),
    object: fc.dictionary(fc.constantFrom(...members), tie("thing"), { maxKeys: 10, noNullPrototype: true }),
  }));
  // Put together from things that are made once: to make all of them anew each time takes longer than to read them.
  const made = fc.constantFrom(...fc.sample(thing, 4_000));
  const activity = fc
    .array(fc.tuple(fc.constantFrom(...members), fc.oneof(made, leaf)), { minLength: 3, maxLength: 14 })
    .map((entries): Shape => Object.fromEntries(entries));
  return { thing, made, activity };
}

const pieces = [
  ...[
    '"',
    '\\"',
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u0061ctor",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"id":',
    '"@context":',
  ],
  ...[
    '{"',
    '"}',
    '"__proto__":{"a":1},',
    '"@graph":[',
    '"actor":"x",',
    "1e999",
    "NaN",
    "-",
    "00",
    "true",
    "nul",
  ],
  ...[" ", "\n", "\t", "\u0000", "\ufeff", "\ud800", "/*", "//", "'", "[".repeat(50), "[1,".repeat(200)],
];

/** Text that is JSON, nearly JSON, or none: as it is written, with something put in, taken out or put in the place of something. */
export function jsonTexts(addresses: readonly string[]): fc.Arbitrary<string> {
  const { made, activity } = shapes(addresses);
  const whole = fc.oneof(activity, made).map((one) => JSON.stringify(one) ?? "");
  const change = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat({ max: 6 }),
    fc.constantFrom(...pieces, ""),
  );
  const changed = fc.tuple(whole, fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((said, [where, length, piece]) => {
      const at = Math.floor(where * said.length);
      return said.slice(0, at) + piece + said.slice(at + length);
    }, text),
  );
  const heap = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(""));
  return fc.oneof(
    { weight: 3, arbitrary: whole },
    { weight: 4, arbitrary: changed },
    heap,
    fc.json({ maxDepth: 4 }),
  );
}

/** The same as bytes, with bytes between that are no text. */
export function jsonBytes(addresses: readonly string[]): fc.Arbitrary<Buffer> {
  const text = jsonTexts(addresses).map((one) => Buffer.from(one));
  const torn = fc
    .tuple(text, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }))
    .map(([bytes, at, put]) => {
      const cut = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, cut), put, bytes.subarray(cut)]);
    });
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  return fc.oneof({ weight: 8, arbitrary: text }, torn, noise);
}
