// What lists on the desk have in common: the parts in which they are looked at, and the ways to their other pages.
import type { DeskFrame } from "./frame.ts";

/** A part of a list. */
export interface Part {
  name: string;
  href: string;
  /** Whether it is the one that is looked at. */
  isHere: boolean;
  /** How much there is in it, in words. */
  count?: string;
}

/** Ways to the parts of a list, or to the places that belong together. @param label what it is divided by */
export function Parts({ label, parts }: { label: string; parts: readonly Part[] }) {
  return (
    <nav class="states" aria-label={label}>
      <ul>
        {parts.map(({ name, href, isHere, count }) => (
          <li key={href}>
            <a href={href} aria-current={isHere ? "page" : undefined}>
              {name}
              {count !== undefined && (
                <>
                  {" "}
                  <span class="count">{count}</span>
                </>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where a list goes on; both are absent where it is all on one page. */
export interface PagingProps {
  frame: DeskFrame;
  /** Its beginning, where this is not it. */
  first?: string | undefined;
  next: string | undefined;
}

/** The ways to the other pages of a list that is in the order of time. */
export function ByTime({ frame, first, next }: PagingProps) {
  const { newest, older } = frame.desk.deliveries;
  return <Ways first={first} next={next} labels={[newest, older]} />;
}

/** The ways to the other pages of a list that is in any other order. */
export function ByName({ frame, first, next }: PagingProps) {
  return (
    <Ways first={first} next={next} labels={[frame.desk.places.beginning, frame.locale.words.nextPage]} />
  );
}

function Ways({ first, next, labels }: Omit<PagingProps, "frame"> & { labels: readonly [string, string] }) {
  if (first === undefined && next === undefined) return null;
  return (
    <p class="buttons">
      {first !== undefined && <a href={first}>{labels[0]}</a>}
      {next !== undefined && (
        <a href={next} rel="next">
          {labels[1]}
        </a>
      )}
    </p>
  );
}
