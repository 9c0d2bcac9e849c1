// Bodies and heads of requests that hold anything: they are read or turned away, at once, and never half read.
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBounded } from "../../federation/bounded_json.ts";
import { inspect } from "../../federation/guard.ts";
import { readSignatureHead } from "../../federation/signature_head.ts";
import { Turned } from "../../federation/turned.ts";
import { atOnce } from "../support/busy.ts";
import { jsonBytes } from "../support/shapes.ts";

const actor = "https://alice.example/users/alice";
const addresses = [actor, "https://alice.example/1", "https://tern.example/ap/articles/1"];
const numRuns = 100_000;

/** What a reader says, or why it turned it away; anything else that it throws is thrown. */
function turnedOr<T>(read: () => T): T | Turned {
  try {
    return read();
  } catch (error) {
    if (error instanceof Turned) return error;
    throw error;
  }
}

const refused = new Set(["__proto__", "@graph", "@included", "@reverse", "@nest", "@context"]);
const isText = (text: string) => text.isWellFormed() && !text.includes("\0");

/** Whether a value is text all through, without any member that is never read. */
function isSound(value: unknown): boolean {
  if (typeof value === "string") return isText(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isSound);
  return Object.entries(value).every(([key, one]) => isText(key) && !refused.has(key) && isSound(one));
}

test("whatever bytes come as a body, they are JSON that is sound all through, or are refused at once", () => {
  let read = 0;
  fc.assert(
    fc.property(jsonBytes(addresses), (bytes) => {
      const said = atOnce(() => turnedOr(() => parseBounded(bytes)));
      if (said instanceof Turned) return said.status === 400;
      read += 1;
      return isSound(said);
    }),
    { numRuns },
  );
  // Neither everything nor nothing: else the cases would not be worth much.
  expect(read).toBeGreaterThan(numRuns / 10);
  expect(read).toBeLessThan((numRuns * 9) / 10);
}, 240_000);

test("whatever activity comes, it is of one actor and of one type, or is refused at once", () => {
  const like = { id: "https://alice.example/1", type: "Like", actor, object: addresses[2] };
  const start = Buffer.from(`${JSON.stringify(like).slice(0, -1)},`);
  // The members of a sound activity before whatever else it says.
  const bodies = jsonBytes(addresses).map((bytes) =>
    bytes.length > 2 && bytes[0] === 0x7b ? Buffer.concat([start, bytes.subarray(1)]) : bytes,
  );
  let read = 0;
  fc.assert(
    fc.property(bodies, (bytes) => {
      const incoming = atOnce(() => turnedOr(() => inspect(bytes)));
      if (incoming instanceof Turned) return incoming.status === 400;
      read += 1;
      const { json, id, type, actor } = incoming;
      const isOne = json.actor === actor && json.type === type && json.id === id;
      return (
        isOne && /^https?:$/.test(new URL(actor).protocol) && !/^@|:/m.test(Object.keys(json).join("\n"))
      );
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(numRuns / 50);
}, 240_000);

const now = new Date("2026-11-28T12:00:00Z");
const seconds = now.getTime() / 1000;
const parts = [
  ...[`keyId="${actor}#main-key"`, 'algorithm="rsa-sha256"', 'algorithm="none"', 'algorithm="toString"'],
  ...['headers="(request-target) host date digest"', 'headers="(request-target) host (created) digest"'],
  ...[`created=${seconds}`, `expires=${seconds + 300}`, "created=1e9", "expires=99999999999999999999"],
  ...[
    'signature="AAAA"',
    'signature="A"',
    'signature=":"',
    'keyId=""',
    'keyId="x"',
    'headers=""',
    "a=1",
    'a="',
  ],
];
const inputs = [
  ...[
    'sig1=("@method" "@target-uri" "content-digest")',
    'sig1=("@authority")',
    'sig1=("@path" "@authority" "@method")',
  ],
  ...[
    `;created=${seconds}`,
    `;expires=${seconds + 9}`,
    `;keyid="${actor}#main-key"`,
    ';alg="ed25519"',
    ';alg=""',
  ],
  ...[
    ";tag=1",
    ";x",
    '"@method";req',
    "sig2=()",
    "sig1=",
    ", ",
    "(",
    ")",
    '"',
    " ",
    "\t",
    ";a=1".repeat(3_000),
  ],
  ...['"a" '.repeat(4_000), '("a"'.repeat(3_000), " ".repeat(15_000)],
];
const heap = (pieces: readonly string[], between: string) =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 9 })), {
      maxLength: 9,
    })
    .map((all) => all.join(between));
const sound = {
  signature: `keyId="${actor}#main-key",headers="(request-target) host date digest",signature="AAAA"`,
  input: `sig1=("@method" "@target-uri" "content-digest");created=${seconds};keyid="${actor}#main-key"`,
};
const one = (...values: fc.Arbitrary<string>[]) =>
  fc.oneof(
    ...values.map((value) => value.map((text) => [text])),
    fc.constant(undefined),
    fc.constant(["a", "b"]),
  );
const date = fc.constantFrom(
  now.toUTCString(),
  "yesterday",
  "",
  "Sat, 28 Nov 2026 10:00:00 GMT",
  "9".repeat(9_000),
);
const digest = heap(
  ["SHA-256=AAAA", "sha-512=:AAAA:", "sha-256=:AAAA:", "md5=x", "SHA-256=", "=".repeat(9_000)],
  ",",
);
const odd = fc.record(
  {
    signature: one(
      heap(parts, ","),
      heap(parts, ", "),
      heap(parts, ""),
      fc.constant(sound.signature),
      fc.constant("sig1=:AAAA:"),
    ),
    "signature-input": one(heap(inputs, ""), fc.constant(sound.input)),
    date: one(date),
    digest: one(digest, fc.constant("SHA-256=AAAA")),
    "content-digest": one(digest, fc.constant("sha-256=:AAAA:")),
    host: one(fc.constant("tern.example")),
  },
  { requiredKeys: ["signature"] },
);
const moment = [now.toUTCString()];
/** A good part of them with a signature that is sound but for whatever else the head says. */
const heads = fc.oneof(
  { weight: 3, arbitrary: odd },
  odd.map((head) => {
    const { "signature-input": _, ...rest } = head;
    return { ...rest, signature: [sound.signature], date: moment, digest: ["SHA-256=AAAA"] };
  }),
  odd.map((head) => ({
    ...head,
    signature: ["sig1=:AAAA:"],
    "signature-input": [sound.input],
    "content-digest": ["sha-256=:AAAA:"],
  })),
);

test("whatever head comes, its signature says enough and in time, or is refused at once", () => {
  let read = 0;
  fc.assert(
    fc.property(heads, fc.constantFrom("GET" as const, "POST" as const), (headers, method) => {
      const head = atOnce(() => turnedOr(() => readSignatureHead(headers, now, method)));
      if (head instanceof Turned) return head.status === 401;
      read += 1;
      const { covered, keyId, digests, signature } = head;
      const coversBody = covered.includes("digest") || covered.includes("content-digest");
      return (
        new Set(covered).size === covered.length &&
        new URL(keyId).href === keyId &&
        signature.length > 0 &&
        (method === "GET" || (digests.length > 0 && coversBody))
      );
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(numRuns / 20);
}, 240_000);
