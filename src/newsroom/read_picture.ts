// Reading stored pictures: one, those of a collective, and those that belong to what a query reads.
import type { ExpressionBuilder } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Schema } from "../db/schema.ts";

/** A stored picture with its files, largest first. */
export interface Picture {
  id: string;
  alt: string;
  width: number;
  height: number;
  blur_hash: string;
  files: {
    name: string;
    purpose: "screen" | "card" | "icon";
    media_type: string;
    width: number;
    height: number;
    bytes: number;
  }[];
}

/** A picture by id, with its files. */
export async function picture(db: Db, id: string): Promise<Picture | undefined> {
  return db.selectFrom("media as m").where("m.id", "=", id).select(pictureColumns).executeTakeFirst();
}

/** The pictures that stand for a collective. */
export async function portrait(
  db: Db,
  collective: Collective,
): Promise<{ icon: Picture | undefined; header: Picture | undefined }> {
  const [icon, header] = await Promise.all([
    collective.icon === null ? undefined : picture(db, collective.icon),
    collective.header === null ? undefined : picture(db, collective.header),
  ]);
  return { icon, header };
}

/** A picture with its files, for a query over `media as m`. */
export function pictureColumns(is: ExpressionBuilder<Schema & { m: Schema["media"] }, "m">) {
  return [
    "m.id",
    "m.alt",
    "m.width",
    "m.height",
    "m.blur_hash",
    jsonArrayFrom(
      is
        .selectFrom("media_file as f")
        .select(["f.name", "f.purpose", "f.media_type", "f.width", "f.height", "f.bytes"])
        .whereRef("f.media", "=", "m.id")
        .orderBy("f.width", "desc"),
    ).as("files"),
  ] as const;
}
