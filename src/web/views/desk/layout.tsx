// The frame around every page of the desk: whose desk it is, its places, and the way out.
import type { ComponentChildren } from "preact";
import { desk, pages } from "../../../domain/paths.ts";
import { Head } from "../head.tsx";
import { Crossing } from "../layout.tsx";
import type { DeskFrame } from "./frame.ts";

/** A place of the desk, in the order of its navigation. */
export type DeskPlace =
  | "texts"
  | "newText"
  | "wire"
  | "answers"
  | "allies"
  | "deliveries"
  | "pens"
  | "profile";
const places = ["texts", "newText", "wire", "answers", "allies", "deliveries", "pens", "profile"] as const;

export interface DeskLayoutProps {
  frame: DeskFrame;
  title: string;
  /** Whose desk it is; without it nobody is signed in and there is nowhere to go. */
  collective?: { name: string; handle: string };
  /** Where in the desk this is. */
  place?: DeskPlace;
  children: ComponentChildren;
}

export function DeskLayout({ frame, title, collective, place, children }: DeskLayoutProps) {
  const { words, language, direction } = frame.locale;
  return (
    <html lang={language} dir={direction}>
      <Head frame={frame} title={`${title} · ${collective?.name ?? frame.host}`} styles={["desk.css"]} />
      <body class="desk">
        <a class="skip" href="#text">
          {words.skip}
        </a>
        <header class="masthead">
          <p class="places">
            <a class="house" href={pages.front()} dir="ltr">
              {frame.host}
            </a>
            {collective && (
              <>
                <span aria-hidden="true"> / </span>
                <a href={pages.collective(collective.handle)} dir="auto">
                  {collective.name}
                </a>
              </>
            )}
          </p>
          <Crossing />
        </header>
        {collective && <Places frame={frame} place={place} />}
        <main id="text">{children}</main>
      </body>
    </html>
  );
}

function Places({ frame, place }: { frame: DeskFrame; place: DeskPlace | undefined }) {
  const { allies } = frame.desk;
  const words = { ...frame.desk.places, allies: allies.place, wire: allies.wire.place };
  return (
    <nav class="desk-places" aria-label={words.itself}>
      <ul>
        {places.map((one) => (
          <li key={one}>
            <a href={desk[one]()} aria-current={one === place ? "page" : undefined}>
              {words[one]}
            </a>
          </li>
        ))}
        <li>
          <form method="post" action={desk.signOut()}>
            <button class="quiet" type="submit">
              {words.signOut}
            </button>
          </form>
        </li>
      </ul>
    </nav>
  );
}
