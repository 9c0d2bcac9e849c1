// Pages that lead readers to their own server: to follow a collective, or to do something with an address from elsewhere.

import { AskServer, Follow, type FollowProps, type ServerForm } from "./follow.tsx";
import type { Frame } from "./frame.ts";
import { Layout } from "./layout.tsx";

/** The page of the form that leads to where a collective can be followed. */
export function FollowPage({ frame, follow }: { frame: Frame; follow: FollowProps }) {
  const { name, path } = follow;
  const title = frame.locale.words.follow(name);
  return (
    <Layout kind="failure" frame={frame} title={title} section={{ name, path }} feedOf={path}>
      <h1>
        <span class="placard">{frame.locale.words.followFrom}</span>
      </h1>
      <Follow {...follow} />
    </Layout>
  );
}

/** Where servers send people to whom somebody's address here was a template; without an address there is nothing to take along. */
export function Interact({
  frame,
  form,
}: {
  frame: Frame;
  form: (ServerForm & { uri: string }) | undefined;
}) {
  const { words } = frame.locale;
  return (
    <Layout kind="failure" frame={frame} title={words.interact} within={frame.host}>
      <h1>
        <span class="placard">{words.interact}</span>
      </h1>
      <p class="lead">{form ? words.interactText : words.interactNothing}</p>
      {form && (
        <>
          <p class="copy" dir="ltr">
            <code>{form.uri}</code>
          </p>
          <AskServer locale={frame.locale} {...form} />
        </>
      )}
      <p>
        <a href="/">{words.failure.backTo}</a>
      </p>
    </Layout>
  );
}
