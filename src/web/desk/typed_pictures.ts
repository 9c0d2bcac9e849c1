// The list of pictures in the editor: what was typed and pressed in it, carried over into the text.
import type { Request } from "express";
import type { Collective } from "../../db/collective.ts";
import { cleanLine } from "../../domain/plain.ts";
import { maxPictures } from "../../domain/report.ts";
import { arrangePictures, listPictures, type Placed } from "../../newsroom/arrange.ts";
import { picturesIn } from "../../newsroom/markdown.ts";
import type { Site } from "../../site.ts";
import { shownIcon } from "../shown.ts";
import type { ListedPicture } from "../views/desk/pictures.tsx";
import { field } from "./form.ts";
import type { Typed } from "./typed.ts";

/**
 * Writes descriptions, order and removals into the text. A picture that the author has put into the text by hand since
 * the list was shown stays where it is.
 * @param action `up`, `down` or `remove`, for the picture at that place of the list; anything else only describes
 */
export function arrange(request: Request, typed: Typed, action: string, at: number): Typed {
  const listed = listedFields(request);
  const move = { up: -1, down: 1 }[action];
  const order = [...listed];
  const chosen = order[at];
  if (chosen !== undefined && move !== undefined && order[at + move] !== undefined) {
    order[at] = order[at + move]!;
    order[at + move] = chosen;
  }
  const byName = new Map(order.map((one) => [one.name, one]));
  const inText = picturesIn(typed.text);
  const isMoved = move !== undefined;
  // What was written into the text itself counts, unless the field beside it was changed.
  const described = inText.map((one) => {
    const typedOne = byName.get(one.name);
    return typedOne === undefined || typedOne.alt === typedOne.was ? one : typedOne;
  });
  const known = order.filter(({ name }) => inText.some((one) => one.name === name));
  // Moving puts the pictures of the list into their new order; the places of others among them stay.
  const arranged = isMoved
    ? described
        .map((one) => (byName.has(one.name) ? known.shift()!.name : one.name))
        .map((name) => described.find((one) => one.name === name)!)
    : described;
  const wanted = action === "remove" ? arranged.filter(({ name }) => name !== chosen?.name) : arranged;
  const cover = action === "remove" && chosen?.name === typed.cover ? "" : typed.cover;
  const isSame =
    wanted.length === inText.length &&
    wanted.every(({ name, alt }, at) => name === inText[at]!.name && alt === inText[at]!.alt);
  return { ...typed, cover, text: isSame ? typed.text : arrangePictures(typed.text, wanted) };
}

/** A picture of the list: its description as typed, and as it was when the list was shown. */
type Listed = Placed & { was: string };

function listedFields(request: Request): Listed[] {
  const listed: Listed[] = [];
  for (let position = 0; position < maxPictures * 2; position += 1) {
    const name = field(request, `picture-${position}`);
    if (name === "") break;
    listed.push({
      name,
      alt: cleanLine(field(request, `alt-${position}`)),
      was: cleanLine(field(request, `was-${position}`)),
    });
  }
  return listed;
}

/** The pictures of a text, as the form lists them. */
export async function listedIn(site: Site, collective: Collective, text: string): Promise<ListedPicture[]> {
  const listed = await listPictures(site.db, collective.id, text);
  return listed.map(({ name, alt, picture }) => ({ name, alt, shown: shownIcon(picture) }));
}
