// The answers and the places beside them, which belong to those who decide about answers.
import { desk } from "../../../domain/paths.ts";
import type { DeskFrame } from "./frame.ts";
import { Parts } from "./list.tsx";

const besides = ["answers", "complaints", "followers", "blocks", "allowed"] as const;

/** The answers and the places beside them, for those who decide. */
export function Beside({ frame, here }: { frame: DeskFrame; here: (typeof besides)[number] }) {
  const { title, beside, ...words } = frame.desk.answers;
  const names = { ...words, answers: title, allowed: words.allowTitle };
  return (
    <Parts
      label={beside}
      parts={besides.map((one) => ({ name: names[one], href: desk[one](), isHere: one === here }))}
    />
  );
}
