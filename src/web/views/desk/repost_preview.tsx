// What passing on will look like, before anybody else sees it: on the site, and about so in timelines elsewhere.
import { directionOf } from "../../../domain/language.ts";
import type { ShownPicture } from "../picture.tsx";
import type { DeskFrame } from "./frame.ts";
import { PostCard } from "./post_card.tsx";
import { spokenIn, titleOf, Warning, type WireText } from "./wire_text.tsx";

/** What would be said, and by whom. */
export interface RepostPreviewed {
  name: string;
  /** `@name@host` */
  handle: string;
  icon: ShownPicture | undefined;
  /** What would stand before the text, where something is said: HTML of ours. `sent` has the line that leads to the text. */
  said: { html: string; sent: string; language: string } | undefined;
  /** Their first words, plain; empty where they are behind a warning. */
  excerpt: string;
}

export function RepostPreview({
  frame,
  text,
  preview,
}: {
  frame: DeskFrame;
  text: WireText;
  preview: RepostPreviewed;
}) {
  const { wire } = frame.desk.allies;
  const words = wire.preview;
  const { name, handle, icon, said } = preview;
  return (
    <div class="preview" id="preview">
      <h3>{words.title}</h3>
      <p>{words.lead}</p>
      <h4>{words.onSite}</h4>
      <article class="text repost">
        {said && (
          <div
            class="e-content"
            lang={said.language}
            dir={directionOf(said.language)}
            dangerouslySetInnerHTML={{ __html: said.html }}
          />
        )}
        <blockquote>
          <Theirs {...{ frame, text, preview }} />
          <p>
            {frame.locale.words.publishedBy} <bdi>{text.author}</bdi>
          </p>
        </blockquote>
      </article>
      <h4>{words.elsewhere}</h4>
      {said && (
        <>
          <p>{words.first}</p>
          <PostCard {...{ frame, name, handle, icon }} language={said.language}>
            <div dangerouslySetInnerHTML={{ __html: said.sent }} />
          </PostCard>
          <p class="note">{words.quoted}</p>
        </>
      )}
      <p>{said ? words.second : words.only}</p>
      <p class="note">
        <bdi>{words.boosted(name)}</bdi>
      </p>
      <PostCard
        frame={frame}
        name={text.author}
        handle={text.handle === null ? undefined : `@${text.handle}`}
        icon={undefined}
        language={text.language}
        moment={frame.locale.date(text.published)}
      >
        <Theirs {...{ frame, text, preview }} />
      </PostCard>
    </div>
  );
}

function Theirs({ frame, text, preview }: { frame: DeskFrame; text: WireText; preview: RepostPreviewed }) {
  return (
    <>
      <p {...spokenIn(text)}>
        <strong>{titleOf(frame, text)}</strong>
      </p>
      {text.warning === undefined ? (
        preview.excerpt !== "" && <p {...spokenIn(text)}>{preview.excerpt}</p>
      ) : (
        <p>
          <Warning frame={frame} text={text} />
        </p>
      )}
    </>
  );
}
