// The pictures that come with a form: taken in one by one, so that those that cannot be shown do not lose the others.
import { readFile } from "node:fs/promises";
import type { Request } from "express";
import type { Collective } from "../../db/collective.ts";
import { isOutage } from "../../db/outage.ts";
import { isSpoken, Refused } from "../../domain/errors.ts";
import { cleanLine } from "../../domain/plain.ts";
import { addPicture } from "../../newsroom/pictures.ts";
import type { Picture } from "../../newsroom/read_picture.ts";
import type { Site } from "../../site.ts";
import type { EditorWords } from "../words/desk/editor/en.ts";
import { uploads } from "./upload.ts";
import { refusal } from "./wrong.ts";

/**
 * Takes in the pictures of a field.
 * @returns those that can be shown, in the order of the form, and a sentence for each other file
 */
export async function takePictures(
  site: Site,
  collective: Collective,
  request: Request,
  fieldName: string,
  words: EditorWords,
): Promise<{ pictures: Picture[]; problems: string[] }> {
  const pictures: Picture[] = [];
  const problems: string[] = [];
  for (const { name, path } of uploads(request, fieldName)) {
    const refuse = (sentence: string) => {
      problems.push(words.wrong.file(cleanLine(name).slice(0, 60) || "…", sentence));
    };
    if (path === undefined) {
      refuse(words.wrong.fileTooLarge);
      continue;
    }
    try {
      pictures.push(await addPicture(site, collective, await readFile(path), ""));
    } catch (error) {
      if (error instanceof Refused) refuse(refusal(words, error.reason));
      else if (isSpoken(error) || isOutage(error)) refuse(words.wrong.fileNotKept);
      else throw error;
    }
  }
  return { pictures, problems };
}
