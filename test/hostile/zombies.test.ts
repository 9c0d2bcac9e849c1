// A server that fails for a while must not be told in the wrong order, nor of what was taken back meanwhile (attack 53).
import { expect, test } from "vitest";
import { publishReport } from "../../src/newsroom/publish.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { deleteReport } from "../../src/newsroom/withdraw.ts";
import { TurnedClock } from "../support/ledger.ts";
import { setScene } from "../support/scene.ts";

const hour = 3_600_000;
const draft = { title: "The boats", language: "en", source: "Nobody came." };

/** Alice follows; what her server does with texts, and what it was told about one. */
async function openFailing() {
  const clock = new TurnedClock();
  const here = await setScene({ clock });
  const { peer, alice, inbox, node } = here;
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(() => here.said("Accept")).toHaveLength(1);
  const told = () => peer.posts().flatMap(({ json }) => (json as { type: string }).type);
  peer.log.length = 0;
  const waiting = async () => {
    const { count } = await node.site.db
      .selectFrom("delivery")
      .select((is) => is.fn.countAll<string>().as("count"))
      .where("state", "=", "pending")
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  /** Hours later: nothing waits any more. */
  const settled = () =>
    expect
      .poll(
        () => {
          clock.turn(hour);
          return waiting();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(0);
  const publish = () => publishReport(node.site, here.collective, draft);
  return { ...here, told, settled, publish, site: node.site };
}

test("attack 53: a text that is deleted while a server fails is not sent there any more", async () => {
  const { peer, site, publish, told, settled } = await openFailing();
  peer.answer = ({ json }) => ((json as { type: string }).type === "Create" ? 500 : 202);
  const { id } = await publish();
  await expect.poll(told).toEqual(["Create"]);
  await deleteReport(site, id);
  await expect.poll(told).toContain("Delete");
  peer.answer = () => 202;
  await settled();
  expect(told()).toEqual(["Create", "Delete"]);
});

test("attack 53: a text that is deleted while it is under way is followed by its deletion, and not tried again", async () => {
  const { peer, site, publish, told, settled } = await openFailing();
  const { promise: deleted, resolve: isDeleted } = Promise.withResolvers<void>();
  peer.serves.set("/inbox", (_, answer) => {
    const isText = told().at(-1) === "Create";
    void (isText ? deleted : Promise.resolve()).then(() => answer.writeHead(isText ? 500 : 202).end());
  });
  const { id } = await publish();
  await expect.poll(told).toEqual(["Create"]);
  await deleteReport(site, id);
  isDeleted();
  await settled();
  expect(told()).toEqual(["Create", "Delete"]);
});

test("attack 53: an edit waits for the text itself, and edits for each other", async () => {
  const { peer, site, publish, told, settled } = await openFailing();
  peer.answer = ({ json }) => ((json as { type: string }).type === "Create" ? 500 : 202);
  const { id } = await publish();
  await expect.poll(told).toEqual(["Create"]);
  const versions = ["Somebody came.", "Everybody came."];
  for (const source of versions) await reviseReport(site, id, { source });
  peer.answer = () => 202;
  await settled();
  const about = peer
    .posts()
    .map(({ json }) => json as { type: string; object: { id: string; content: string } })
    .filter(({ object }) => object.id.endsWith(id));
  expect(about.map(({ type }) => type)).toEqual(["Create", "Create", "Update", "Update"]);
  for (const [at, words] of versions.entries()) expect(about[at + 2]!.object.content).toContain(words);
});
