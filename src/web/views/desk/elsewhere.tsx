// A text about as other servers will show it: Mastodon, Misskey, GoToSocial. Drawn from what live servers did with ours.
import type { ComponentChildren } from "preact";
import { shortened } from "../../../domain/prose.ts";
import type { WireForm } from "../../../domain/report.ts";
import { Picture, type ShownPicture } from "../picture.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { PostCard } from "./post_card.tsx";
import { Bar, type PreviewBar } from "./preview.tsx";

/** What other servers are sent of a text. */
export interface Post {
  form: WireForm;
  name: string;
  handle: string;
  icon: ShownPicture | undefined;
  title: string;
  language: string;
  summary: string | undefined;
  warning: string | undefined;
  html: string;
  plain: string;
  teaser: string;
  address: string;
  links: readonly { href: string; name: string | null }[];
  tags: readonly string[];
  /** Empty where the link card is shown instead. */
  pictures: readonly ShownPicture[];
  card: string | undefined;
  fallbackCard: string | undefined;
}

export interface ElsewhereProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  bar: PreviewBar;
  post: Post;
}

export function Elsewhere({ frame, collective, bar, post }: ElsewhereProps) {
  const words = frame.desk.editor.previews;
  const isNote = post.form === "Note";
  return (
    <DeskLayout frame={frame} title={words.elsewhere} collective={collective} place="texts">
      <h1>{words.elsewhere}</h1>
      <Bar frame={frame} bar={bar} />
      <p>{words.elsewhereLead}</p>
      <Server
        {...{ frame, post }}
        server="Mastodon"
        means={isNote ? words.mastodonNote : words.mastodonArticle}
      >
        <Mastodon {...{ frame, post }} />
      </Server>
      <Server {...{ frame, post }} server="Misskey" means={words.misskey}>
        <Folded
          frame={frame}
          warning={isNote ? post.warning : (post.warning ?? post.summary)}
          means={words.misskeyFold}
        >
          {isNote ? <NoteText post={post} /> : <MisskeyText post={post} />}
        </Folded>
        <Media post={post} />
      </Server>
      <Server
        {...{ frame, post }}
        server="GoToSocial"
        means={isNote ? words.gotosocialNote : words.gotosocial}
      >
        <Folded frame={frame} warning={isNote ? post.warning : (post.warning ?? post.summary ?? post.title)}>
          {isNote ? (
            <NoteText post={post} />
          ) : (
            <div dangerouslySetInnerHTML={{ __html: withoutPictures(post.html) }} />
          )}
        </Folded>
        <Media post={post} />
      </Server>
    </DeskLayout>
  );
}

function Server({
  frame,
  post,
  server,
  means,
  children,
}: {
  frame: DeskFrame;
  post: Post;
  server: string;
  means: string;
  children: ComponentChildren;
}) {
  return (
    <section class="server" aria-labelledby={server}>
      <h2 id={server}>
        <span lang="en" dir="ltr">
          {server}
        </span>
      </h2>
      <p>{means}</p>
      <PostCard frame={frame} name={post.name} handle={post.handle} icon={post.icon} language={post.language}>
        {children}
      </PostCard>
    </section>
  );
}

function Mastodon({ frame, post }: { frame: DeskFrame; post: Post }) {
  const words = frame.desk.editor.previews;
  if (post.form === "Note") {
    return (
      <>
        <Folded frame={frame} warning={post.warning}>
          <NoteText post={post} />
        </Folded>
        {post.pictures.length > 0 ? <Media post={post} /> : <Card frame={frame} post={post} />}
      </>
    );
  }
  return (
    <>
      <p>
        <strong>{post.title}</strong>
      </p>
      {(post.warning ?? post.summary) && <p>{post.warning ?? post.summary}</p>}
      <p>
        <Address post={post} />
      </p>
      {post.pictures.length > 0 ? (
        <>
          {post.warning && (
            <p class="note" {...own(frame)}>
              {words.hidden}
            </p>
          )}
          <Media post={post} />
        </>
      ) : (
        <Card frame={frame} post={post} />
      )}
    </>
  );
}

function Card({ frame, post }: { frame: DeskFrame; post: Post }) {
  const image = post.card ?? post.fallbackCard;
  return (
    <>
      <div class="card">
        {image && <img src={image} width={1200} height={630} alt="" />}
        <p class="note" dir="ltr">
          {frame.host}
        </p>
        <p>
          <strong>{post.title}</strong>
        </p>
        <p>{shortened(post.warning ?? post.teaser, 140)}</p>
      </div>
      <p class="note" {...own(frame)}>
        {frame.desk.editor.previews.card}
      </p>
    </>
  );
}

function Folded({
  frame,
  warning,
  means,
  children,
}: {
  frame: DeskFrame;
  warning: string | undefined;
  means?: string;
  children: ComponentChildren;
}) {
  if (warning === undefined) return <>{children}</>;
  return (
    <>
      <p>
        <strong>{warning}</strong>
      </p>
      <details>
        <summary {...own(frame)}>{frame.desk.editor.previews.unfold}</summary>
        {children}
      </details>
      {means && (
        <p class="note" {...own(frame)}>
          {means}
        </p>
      )}
    </>
  );
}

function MisskeyText({ post }: { post: Post }) {
  return (
    <>
      <p>
        【{post.title}】<br />
        {shortened(post.plain, 600)}
      </p>
      <p>
        <Address post={post} />
      </p>
    </>
  );
}

function NoteText({ post }: { post: Post }) {
  return (
    <>
      <p>
        <strong>{post.title}</strong>
      </p>
      <p>{post.summary ?? shortened(post.plain, 300)}</p>
      <p>
        <Address post={post} />
      </p>
      {post.links.length > 0 && (
        <ul>
          {post.links.map(({ href, name }) => (
            <li key={href}>{name ?? href}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** As it will be; there is nothing to open yet. */
function Address({ post }: { post: Post }) {
  return (
    <span class="address" dir="ltr">
      {shortened(post.address.replace(/^https?:\/\//, ""), 40)}
    </span>
  );
}

function Media({ post }: { post: Post }) {
  if (post.pictures.length === 0) return null;
  return (
    <div class={post.warning ? "media is-hidden" : "media"}>
      {post.pictures.slice(0, 4).map((picture) => (
        <Picture key={picture.src} picture={picture} sizes="16rem" />
      ))}
    </div>
  );
}

function own({ locale }: DeskFrame) {
  return { lang: locale.language, dir: locale.direction };
}

function withoutPictures(html: string): string {
  return html.replace(/<figure>[\s\S]*?<\/figure>|<img [^>]*>/g, "");
}
