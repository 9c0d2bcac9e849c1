// Who may quote a text, whichever way a quotation says what it quotes, and what is asked of it: once, and no more.
import { expect, test } from "vitest";
import { editCollective } from "../../src/newsroom/collective.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { activity, startPeer } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

/** Whom the text says that it lets quote it. */
async function mayQuote({ text }: ThreadScene): Promise<string[]> {
  const answer = await fetch(text, { headers: { accept: "application/activity+json" } });
  const { interactionPolicy } = (await answer.json()) as {
    interactionPolicy: { canQuote: { automaticApproval: string[] } };
  };
  return interactionPolicy.canQuote.automaticApproval;
}

test("where no answers are wanted nobody may quote: that is said, and who asks is refused", {
  timeout: 120_000,
}, async () => {
  const here = await openThread();
  const { peer, alice, text, report, node, collective } = here;
  const ask = async () => {
    const instrument = post(peer, alice, { quote: text });
    const request = activity(peer, alice, "QuoteRequest", text, { instrument });
    await here.say(alice, request);
    return { instrument, request };
  };
  expect(await mayQuote(here)).toEqual([everybody]);
  const before = await ask();
  await expect.poll(() => here.said("Accept")).toHaveLength(1);

  await editCollective(node.site, collective, { replyPolicy: "off" });
  expect(await mayQuote(here)).toEqual([]);
  const { instrument, request } = await ask();
  await expect.poll(() => here.said("Reject")).toHaveLength(1);
  expect(here.said("Reject")[0]!.json).toMatchObject({
    actor: here.group,
    to: [alice.id],
    object: {
      id: request.id,
      type: "QuoteRequest",
      actor: alice.id,
      object: text,
      instrument: instrument.id,
    },
  });
  expect((await here.kept()).map(({ uri, state, stamp }) => [uri, state, stamp !== null])).toEqual([
    [before.instrument.id, "shown", true],
    [instrument.id, "held", false],
  ]);
  // A consent that was given holds, and is said again.
  await here.say(alice, before.request);
  await expect.poll(() => here.said("Accept")).toHaveLength(2);

  await reviseReport(node.site, report, { replyPolicy: "hold" });
  expect(await mayQuote(here)).toEqual([everybody]);
  await here.say(alice, request);
  await expect.poll(() => here.said("Accept")).toHaveLength(3);
  await reviseReport(node.site, report, { replyPolicy: "off" });
  await editCollective(node.site, collective, { replyPolicy: "open" });
  expect(await mayQuote(here)).toEqual([]);
  await ask();
  await expect.poll(() => here.said("Reject")).toHaveLength(2);
});

test("a quotation is one in whichever way it says so, and a link to something else is none", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const link = {
    type: "Link",
    mediaType: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    href: text,
    name: "RE: the boats",
  };
  const quoting: [string, object][] = [
    ["quote", { quote: text }],
    ["quote, embedded", { quote: { id: text, type: "Article" } }],
    ["quoteUrl", { quoteUrl: text }],
    ["quoteUri", { quoteUri: text }],
    ["_misskey_quote", { _misskey_quote: text }],
    ["a link", { tag: [{ type: "Hashtag", name: "#boats" }, link] }],
    ["a link that says to what end", { tag: { ...link, rel: "https://misskey-hub.net/ns#_misskey_quote" } }],
    ["a link of the short type", { tag: [{ ...link, mediaType: "application/activity+json" }] }],
  ];
  const not: [string, object][] = [
    ["a page", { tag: [{ ...link, mediaType: "text/html" }] }],
    ["another end", { tag: [{ ...link, rel: ["tag", "nofollow"] }] }],
    ["a mention", { tag: [{ ...link, type: "Mention" }] }],
    [
      "nonsense",
      {
        tag: [
          { ...link, href: { href: text }, rel: 7 },
          { ...link, mediaType: 5 },
        ],
        quote: 5,
      },
    ],
  ];
  for (const [content, more] of [...quoting, ...not]) {
    await here.say(alice, about(peer, alice, "Create", post(peer, alice, { content, ...more })));
  }
  const quotes = (await here.kept()).filter(({ kind }) => kind === "quote").map(({ html }) => html);
  expect(quotes).toEqual(quoting.map(([content]) => content));
});

test("a quotation is asked for once, however often and by whomever it is brought", async () => {
  const here = await openThread();
  const { peer, alice, text, node } = here;
  const far = await startPeer();
  const bob = far.actor("bob");
  const quotation = post(far, bob, { quote: text });
  const path = new URL(quotation.id).pathname;
  const passedOn = about(far, bob, "Create", quotation);
  for (let time = 0; time < 3; time++) {
    await here.say(alice, passedOn);
    await here.say(alice, activity(peer, alice, "Announce", passedOn));
  }
  expect((await here.kept()).map(({ kind, uri }) => [kind, uri])).toEqual([["quote", quotation.id]]);
  expect(far.asked(path)).toBe(1);
  const request = activity(far, bob, "QuoteRequest", text, { instrument: quotation.id });
  for (const said of [passedOn, { ...passedOn, object: quotation.id }, request, request]) {
    expect((await far.post(bob, here.inbox, said)).status).toBe(202);
    await here.worked();
  }
  expect(far.asked(path)).toBe(1);
  const accepted = () => far.posts().filter(({ json }) => (json as { type: string }).type === "Accept");
  await expect.poll(accepted).toHaveLength(2);
  await here.say(alice, about(far, bob, "Update", quotation));
  expect(far.asked(path)).toBe(2);
  const bare = post(far, bob, { quote: text });
  const named = { ...activity(far, bob, "QuoteRequest", text, { instrument: bare.id }) };
  for (let time = 0; time < 2; time++) {
    await far.post(bob, here.inbox, named);
    await here.worked();
  }
  expect(far.asked(new URL(bare.id).pathname)).toBe(1);
  await expect.poll(accepted).toHaveLength(4);
  expect(await node.site.jobs.waiting("inbox", 10)).toBe(0);
});
