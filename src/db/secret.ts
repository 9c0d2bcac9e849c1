// The node's secret: a file beside the data, made once, and proof that it is the one the data were sealed with.
import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Refused } from "../domain/errors.ts";
import type { Db } from "./open.ts";
import type { Sealer } from "./seal.ts";

/** A thing sealed at the first start, so that every later one can tell whether it has the same secret. */
export interface SealSampleTable {
  one: boolean;
  sealed: Buffer;
}

const purpose = "sample";
const shortest = 32;

/**
 * The secret in DATA_DIR/secret; it is made, readable by its owner alone, if there is none.
 * @throws {Refused} when it cannot be read or is no secret
 */
export async function readSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "secret");
  await makeSecret(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST")
      throw new Refused(`The secret cannot be written to ${file} (${error.code}).`, { cause: error });
  });
  const secret = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Refused(
      `The secret in ${file} cannot be read (${error.code}): let the user who runs Tern read it, or set TERN_SECRET.`,
      { cause: error },
    );
  });
  if (secret.trim().length >= shortest) return secret.trim();
  throw new Refused(
    `The secret in ${file} is not whole. Put back the one from a backup; without it this node's keys cannot be opened.`,
  );
}

/** Written beside its place and put there whole: whoever starts at the same moment never reads half of it. */
async function makeSecret(file: string): Promise<void> {
  const fresh = `${file}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(fresh, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
    await link(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}

/**
 * Makes sure that the secret is the one this database was made with.
 * @param where it comes from, for the sentence: `DATA_DIR/secret` or `TERN_SECRET`
 * @throws {Refused} when it is another
 */
export async function proveSecret(db: Db, sealer: Sealer, where: string): Promise<void> {
  await db
    .insertInto("seal_sample")
    .values({ one: true, sealed: sealer.seal(purpose, Buffer.from(purpose)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { sealed } = await db.selectFrom("seal_sample").select("sealed").executeTakeFirstOrThrow();
  try {
    sealer.open(purpose, sealed);
  } catch (cause) {
    throw new Refused(
      `The secret in ${where} is not the one this database was made with, so its keys cannot be opened. Put back the right one, from a backup if need be.`,
      { cause },
    );
  }
}
