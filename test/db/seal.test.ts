// What is sealed opens with the same secret for the same purpose, and with nothing else.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealer } from "../../src/db/seal.ts";
import { proveSecret, readSecret } from "../../src/db/secret.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

const secret = randomBytes(32).toString("base64");

test("whatever is sealed comes back whole, and looks different every time", () => {
  const sealer = createSealer(secret);
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (plain, purpose) => {
      const sealed = sealer.seal(purpose, plain);
      expect(sealer.open(purpose, sealed)).toEqual(Buffer.from(plain));
      expect(sealer.seal(purpose, plain)).not.toEqual(sealed);
    }),
  );
});

test("another secret, another purpose or a changed byte opens nothing", () => {
  const sealer = createSealer(secret);
  const sealed = sealer.seal("key", Buffer.from("private"));
  expect(() => createSealer(`${secret}!`).open("key", sealed)).toThrow();
  expect(() => sealer.open("backup", sealed)).toThrow();
  expect(() => sealer.open("key", sealed.subarray(0, 20))).toThrow();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(() => sealer.open("key", changed)).toThrow();
  }
});

test("a tag that was cut short opens nothing", () => {
  const sealer = createSealer(secret);
  expect(() => sealer.open("key", sealer.seal("key", Buffer.alloc(0)).subarray(0, 16))).toThrow();
});

test("the secret is made once, for its owner's eyes alone", async () => {
  const folder = await freshFolder();
  const [one, two] = await Promise.all([readSecret(folder), readSecret(folder)]);
  expect(one).toBe(two);
  expect(Buffer.from(one, "base64")).toHaveLength(32);
  expect((await stat(join(folder, "secret"))).mode & 0o777).toBe(0o600);
  expect((await readFile(join(folder, "secret"), "utf8")).trim()).toBe(one);
});

test("a secret that is not whole is refused, and not replaced", async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, "secret"), "c2hvcnQ=\n");
  await expect(readSecret(folder)).rejects.toThrow(
    /secret in .* is not whole\. Put back the one from a backup/,
  );
  expect(await readFile(join(folder, "secret"), "utf8")).toBe("c2hvcnQ=\n");
});

test("a secret that cannot be read is refused with a sentence", async () => {
  const folder = await freshFolder();
  await mkdir(join(folder, "secret"));
  await expect(readSecret(folder)).rejects.toThrow(/cannot be read \(EISDIR\)/);
});

test("a database knows the secret it was made with, and takes no other", async () => {
  const { db } = await freshDatabase();
  await proveSecret(db, createSealer(secret), "TERN_SECRET");
  await proveSecret(db, createSealer(secret), "TERN_SECRET");
  await expect(proveSecret(db, createSealer(randomBytes(32)), "TERN_SECRET")).rejects.toThrow(
    /^The secret in TERN_SECRET is not the one this database was made with/,
  );
});
