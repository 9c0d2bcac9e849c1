// Two who say something at the same moment: whichever is heard first, what was deleted is gone, and nobody says more than they may.
import { expect, test } from "vitest";
import type { PostHeard } from "../../src/newsroom/post_heard.ts";
import { respond } from "../../src/newsroom/respond.ts";
import { retract } from "../../src/newsroom/retract.ts";
import { everybody, responses } from "../support/posts.ts";
import { stranger } from "../support/responses.ts";
import { openThread } from "../support/thread.ts";

async function setRace() {
  const here = await openThread({ worker: false });
  const { site } = here.node;
  const { id } = await stranger(site.db, "alice@many.example");
  const answer = (number: number): PostHeard => ({
    uri: `${id}/notes/${number}`,
    attributedTo: id,
    inReplyTo: here.text,
    quote: null,
    context: null,
    name: null,
    summary: null,
    content: `<p>${number}</p>`,
    language: null,
    url: null,
    published: new Date(),
    updated: null,
    to: [everybody],
    cc: [],
    isPublic: true,
    mentions: [],
    attachments: [],
  });
  return { ...here, site, alice: id, answer };
}

test("a deletion that comes at the same moment as what it deletes leaves nothing", async () => {
  const { site, alice, answer } = await setRace();
  for (let number = 0; number < 60; number++) {
    const post = answer(number);
    const both = [
      () => respond(site, post, new Date()),
      () => retract(site, alice, post.uri, new Date()).then(() => "deleted"),
    ];
    await Promise.all((number % 2 === 0 ? both : both.reverse()).map((say) => say()));
  }
  expect(await responses(site)).toEqual([]);
});

test("who says two hundred things at once has said a hundred", async () => {
  const { site, answer } = await setRace();
  const heard = await Promise.all(
    Array.from({ length: 200 }, (_, number) => respond(site, answer(number), new Date())),
  );
  expect(heard.filter((hearing) => hearing === "kept")).toHaveLength(100);
  expect(await responses(site)).toHaveLength(100);
});
