// The words of the desk in every language the interface speaks.
import type { InterfaceLanguage } from "../../locale.ts";
import { ar } from "./ar.ts";
import { type DeskWords, en } from "./en.ts";
import { fa } from "./fa.ts";
import { fr } from "./fr.ts";

export const deskWords: Record<InterfaceLanguage, DeskWords> = { en, fr, ar, fa };
