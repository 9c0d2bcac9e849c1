// What passing on will look like, before anybody else sees it: on the site, and about so in timelines elsewhere.
import type { ShownPicture } from "../picture.tsx";
import { RepostArticle } from "../repost.tsx";
import { type RepostItem, Warning } from "../reposts.tsx";
import type { DeskFrame } from "./frame.ts";
import { PostCard } from "./post_card.tsx";
import { spokenIn, type WireText } from "./wire_text.tsx";

/** What would be said, by whom and of what. */
export interface RepostPreviewed {
  collective: { name: string; path: string; handle: string };
  icon: ShownPicture | undefined;
  /** What would stand before the text, where something is said: HTML of ours. `sent` has the line that leads to the text. */
  said: { html: string; sent: string; language: string } | undefined;
  item: RepostItem;
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
  const words = frame.desk.allies.wire.preview;
  const { collective, icon, said, item } = preview;
  const { name, handle } = collective;
  return (
    <div class="preview" id="preview">
      <h3>{words.title}</h3>
      <p>{words.lead}</p>
      <h4>{words.onSite}</h4>
      <RepostArticle {...{ frame, item, collective }} introduction={said} heading="h5" />
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
        <p>
          <strong>{item.title}</strong>
        </p>
        {item.warning !== undefined && (
          <Warning locale={frame.locale} text={item.warning} theirs={spokenIn(text)} />
        )}
        {item.excerpt !== undefined && <p>{item.excerpt}</p>}
      </PostCard>
    </div>
  );
}
