// Forms of the desk as they arrive: text with a bound. Files are read only by the places that take them.
import express, { type Request, type RequestHandler } from "express";
import multer from "multer";
import { doorFields, type Kept } from "../views/desk/sign_in.tsx";

/** Most bytes of a form; the longest text is a fifth of it, and may be three times as long once it is escaped. */
export const maxForm = 1_048_576;
/** Most fields of a form. */
export const maxFields = 1000;

/** Reads a form without files into `request.body`. */
export const readForm: RequestHandler = express.urlencoded({
  extended: false,
  limit: maxForm,
  parameterLimit: maxFields,
});

/** The value of a field, or "" where there is none; the first where there are several. */
export function field(request: Request, name: string): string {
  return fields(request, name)[0] ?? "";
}

/** All values of a field, in the order of the form. */
export function fields(request: Request, name: string): string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}

/** Whether files that belonged to this form were lost while its author signed in again. */
export function hasLostFiles(request: Request): boolean {
  return field(request, doorFields.hadFiles) !== "";
}

/** Reads what was typed into any form of the desk and lets its files pass by unread. */
export const readTypedOnly: RequestHandler[] = [
  readForm,
  multer({
    fileFilter(request, file, take) {
      if (file.originalname !== "") request.res!.locals.hadFiles = true;
      take(null, false);
    },
    limits: { fields: maxFields, fieldSize: maxForm, parts: maxFields + 100 },
  }).any(),
];

/** What was typed, to be sent again after signing in; without the fields of the door itself. */
export function typedIn(request: Request): Kept {
  const own = new Set<string>(Object.values(doorFields));
  const typed: [string, string][] = [];
  let size = 0;
  for (const name of Object.keys((request.body as object | undefined) ?? {})) {
    if (own.has(name)) continue;
    for (const value of fields(request, name)) {
      size += name.length + value.length;
      typed.push([name, value]);
    }
  }
  if (size > maxForm) throw Object.assign(new Error("the form is too large"), { status: 413 });
  return {
    fields: typed,
    hadFiles: hasLostFiles(request) || request.res?.locals.hadFiles === true,
  };
}
