// A post as timelines show it: who says it, when, and what is in it.
import type { ComponentChildren } from "preact";
import { directionOf } from "../../../domain/language.ts";
import { Picture, type ShownPicture } from "../picture.tsx";
import type { DeskFrame } from "./frame.ts";

export interface PostCardProps {
  frame: DeskFrame;
  name: string;
  /** `@name@host` */
  handle: string | undefined;
  icon: ShownPicture | undefined;
  /** BCP 47, where it is known. */
  language: string | null;
  /** When it is said; now, unless given. */
  moment?: string;
  children: ComponentChildren;
}

export function PostCard({ frame, name, handle, icon, language, moment, children }: PostCardProps) {
  return (
    <div class="post">
      <div class="who">
        {icon ? <Picture picture={{ ...icon, alt: "" }} sizes="3rem" /> : <span class="no-icon" />}
        <p>
          <b dir="auto">{name}</b>
          {handle && <span dir="ltr">{handle}</span>}
        </p>
        <p class="moment">{moment ?? frame.desk.editor.previews.now}</p>
      </div>
      <div class="said" lang={language ?? undefined} dir={language === null ? "auto" : directionOf(language)}>
        {children}
      </div>
    </div>
  );
}
