// Moments as people write them in front matter and forms.

/**
 * A moment: `2015-09-12`, `2015-09-12 18:30`, `2015-09-12T18:30:00Z`, `2015-09-12T20:30+02:00`. Without an offset it is
 * UTC, without a time the day's beginning. Undefined when it is none, or not between the years 1900 and 2200.
 */
export function readMoment(text: string): Date | undefined {
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[Tt ]+(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/.exec(
      text.trim(),
    );
  if (parts === null) return undefined;
  const [, day, time = "00:00", offset = "Z"] = parts;
  try {
    const moment = new Date(Temporal.Instant.from(`${day}T${time}${offset}`).epochMilliseconds);
    const year = moment.getUTCFullYear();
    return year >= 1900 && year < 2200 ? moment : undefined;
  } catch {
    return undefined;
  }
}

/**
 * When a change is said to have been made: now, or a second after the last one if that is not strictly earlier, because
 * servers only take a revision that is newer, and some count in seconds.
 */
export function laterThan(before: Date, now: Date): Date {
  return new Date(Math.max(now.getTime(), before.getTime() + 1000));
}

/** A moment that somebody else names, or when that was heard where it lies ahead of it. */
export function notLater(moment: Date | null, heard: Date): Date | null {
  return moment !== null && moment > heard ? heard : moment;
}
