// The place of the wire: everybody at the desk reads it and marks what is read, for all who work there alike.
import express, { type Request, type Response } from "express";
import type { Collective } from "../../db/collective.ts";
import { NotFound } from "../../domain/errors.ts";
import { languageName } from "../../domain/language.ts";
import { desk as paths } from "../../domain/paths.ts";
import { mayActAs } from "../../domain/pen.ts";
import { cleanLine } from "../../domain/plain.ts";
import { alliesOf } from "../../newsroom/ally.ts";
import { keptOf } from "../../newsroom/glimpses.ts";
import { markRead, wireChoices, wireCounts, wireItems } from "../../newsroom/wire.ts";
import { translationsOnWire } from "../../newsroom/wire_translations.ts";
import { readPlace, writePlace } from "../place.ts";
import type { DeskFrame } from "../views/desk/frame.ts";
import { type Narrowed, Wire, type WirePart, wireParts } from "../views/desk/wire.tsx";
import { field, fields, readForm } from "./form.ts";
import { type Ground, ownPath, sessionIn } from "./ground.tsx";
import { inList, onWire, uuidIn } from "./on_wire.ts";

const listLength = 20;
/** Proposals that are shown before everything else; the others are in a list of their own. */
const mostProposals = 5;
/** Allies among whom one can be chosen; the wire of any other is reached from its own page. */
const mostAllies = 500;
/** Further than this nobody counts what is unread. */
const mostCounted = 999;

export function createWire(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  async function list(request: Request, response: Response): Promise<void> {
    const { collective, pen } = sessionIn(response);
    const { before } = request.params;
    const after = before === undefined ? undefined : readPlace(String(before));
    if (before !== undefined && after === undefined)
      throw new NotFound("There is no such place in the list.");
    const narrowed = narrowedIn(request);
    const part = wireParts.find((one) => one === request.query.part) ?? "all";
    const isWhole = part === "all" && Object.values(narrowed).every((one) => one === undefined);
    const filter = { ...narrowed, unread: part === "unread", proposed: part === "proposed" };
    const frame = ground.frame(request);
    const [page, proposed, counts, choices] = await Promise.all([
      wireItems(site.db, collective.id, filter, after, listLength),
      isWhole && after === undefined
        ? wireItems(site.db, collective.id, { proposed: true }, undefined, mostProposals)
        : { items: [] },
      wireCounts(site.db, collective.id, mostCounted + 1),
      choicesFor(frame, collective, narrowed),
    ]);
    const first = new Set(proposed.items.map(({ id }) => id));
    const items = [...page.items, ...proposed.items];
    const ids = items.map(({ id }) => id);
    const [translations, kept] = await Promise.all([
      translationsOnWire(site.db, site.config.origin, collective.id, ids),
      keptOf(site, items),
    ]);
    const shown = (item: (typeof items)[number]) =>
      onWire(item, collective.handle, inList, { translations: translations.get(item.id), kept });
    const asked = questionFor(narrowed, part);
    const [newest] = page.items;
    const view = (
      <Wire
        {...{ frame, collective, part, narrowed, choices }}
        texts={page.items.filter(({ id }) => !first.has(id)).map(shown)}
        proposals={proposed.items.map(shown)}
        counts={{ unread: counted(frame, counts.unread), proposed: counted(frame, counts.proposed) }}
        ways={{
          all: paths.wire() + questionFor(narrowed, "all"),
          unread: paths.wire() + questionFor(narrowed, "unread"),
          proposed: paths.wire() + questionFor(narrowed, "proposed"),
        }}
        here={(before === undefined ? paths.wire() : paths.wireBefore(String(before))) + asked}
        everythingFrom={isWhole && newest ? writePlace(newest) : undefined}
        mayDecide={mayActAs(pen.role, "moderator")}
        older={page.next && paths.wireBefore(writePlace(page.next)) + asked}
        newest={before === undefined ? undefined : paths.wire() + asked}
        done={doneOnWire(frame, request)}
      />
    );
    ground.send(response, view);
  }

  async function choicesFor(frame: DeskFrame, collective: Collective, narrowed: Narrowed) {
    const [allies, { languages, kinds, tags }] = await Promise.all([
      alliesOf(site.db, collective.id, { limit: mostAllies }),
      wireChoices(site.db, collective.id),
    ]);
    const reader = frame.locale.language;
    const words: Record<string, string> = frame.desk.allies.kinds;
    /** What is chosen is among the choices, whatever has arrived lately. */
    const among = (values: readonly string[], chosen: string | undefined) => [
      ...new Set([...values, ...(chosen === undefined ? [] : [chosen])]),
    ];
    const named = new Map(allies.map(({ actor, name, handle }) => [actor, name || handle || actor]));
    return {
      allies: among([...named.keys()], narrowed.ally).map((value) => ({
        value,
        label: named.get(value) ?? value,
      })),
      languages: among(languages, narrowed.language).map((value) => ({
        value,
        label: languageName(value, reader),
      })),
      kinds: among(kinds, narrowed.kind).map((value) => ({ value, label: words[value] ?? value })),
      tags,
    };
  }

  router.get(paths.wire(), ground.signedIn(), list);
  router.get(paths.wireBefore(":before"), ground.signedIn(), list);

  router.post(paths.wireRead(), ground.signedIn(), readForm, async (request, response) => {
    const { collective } = sessionIn(response);
    const from = readPlace(field(request, "from"));
    const ids = fields(request, "id[]").flatMap((id) => uuidIn(id) ?? []);
    await markRead(site, collective, from ?? ids.slice(0, listLength));
    response.redirect(303, wayBack(ground, request, paths.wire(), "read"));
  });

  return router;
}

/** What was done, as a sentence, where the address says so. */
export function doneOnWire(frame: DeskFrame, request: Request): string | undefined {
  return Object.entries(frame.desk.allies.wire.done).find(([key]) => key === request.query.done)?.[1];
}

/** The page of the wire from which a form came, with what was done; `otherwise` where it says none. */
export function wayBack(ground: Ground, request: Request, otherwise: string, done: string): string {
  const back = field(request, "back");
  const isOnWire = /^\/desk\/wire(?:[/?]|$)/.test(back) && ownPath(ground.site, back) === back;
  const { origin } = ground.site.config;
  const url = new URL(isOnWire ? back : otherwise, origin);
  url.searchParams.set("done", done);
  return url.pathname + url.search;
}

function narrowedIn({ query }: Request): Narrowed {
  const asked = (name: keyof Narrowed) => {
    const value = query[name];
    const text = typeof value === "string" ? cleanLine(value.slice(0, 2000)) : "";
    return text === "" ? undefined : text;
  };
  return { ally: asked("ally"), tag: asked("tag"), language: asked("language"), kind: asked("kind") };
}

function questionFor(narrowed: Narrowed, part: WirePart): string {
  const asked = Object.entries({ ...narrowed, ...(part !== "all" && { part }) }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return asked.length === 0 ? "" : `?${new URLSearchParams(asked)}`;
}

function counted(frame: DeskFrame, count: number): string {
  return count > mostCounted ? `${frame.number(mostCounted)}+` : frame.number(count);
}
