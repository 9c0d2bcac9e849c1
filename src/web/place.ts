// A place in a list as part of an address, because addresses here carry no query strings.
import { isUuid } from "../db/collective.ts";
import type { Place } from "../newsroom/read.ts";

/** `20150912T183000000Z-` and the UUID of the last text that was shown. */
export function writePlace({ published, id }: Place): string {
  return `${published.toISOString().replace(/[-:.]/g, "")}-${id}`;
}

/** Reads what `writePlace` wrote; undefined for anything else. */
export function readPlace(text: string): Place | undefined {
  const [, year, month, day, hour, minute, second, ms, id] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f-]{36})$/.exec(text) ?? [];
  if (id === undefined || !isUuid(id)) return undefined;
  const published = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(published.getTime()) ? undefined : { published, id };
}
