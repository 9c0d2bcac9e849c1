// tern followers and tern lookup, as they are typed: for people and for programs.
import { expect, test } from "vitest";
import { type } from "../support/command_line.ts";
import { setScene } from "../support/scene.ts";

test("a program gets the followers as an array, a person as a list; somebody is sent away by handle", async () => {
  const here = await setScene();
  const { node, peer, alice } = here;
  const { site } = node;
  expect(await type(site, "followers", "harbour", "--json")).toMatchObject({ code: 0, out: "[]\n" });
  const bob = peer.actor("bob");
  for (const actor of [alice, bob]) await peer.post(actor, here.inbox, here.aFollow(actor));
  await expect.poll(here.followers).toEqual([alice.id, bob.id]);
  const since = new Date().toISOString().slice(0, 10);
  expect(JSON.parse((await type(site, "followers", "harbour", "--json")).out)).toEqual(
    [alice, bob].map(({ id, handle, inbox }) => ({ actor: id, handle, inbox, since })),
  );
  const { out } = await type(site, "followers", "@harbour");
  expect(out).toBe(
    `2 follow Harbour Watch (@harbour).\n${since}  @${alice.handle}\n${since}  @${bob.handle}\n`,
  );
  const away = await type(site, "followers", "remove", "harbour", `@${alice.handle}`);
  expect(away).toMatchObject({ code: 0, out: `${alice.id} does not follow @harbour any more.\n` });
  expect((await type(site, "followers", "harbour")).out).toContain("1 follows Harbour Watch");
  await expect.poll(() => here.said("Block").length).toBe(1);
  const again = await type(site, "followers", "remove", "harbour", alice.id);
  expect(again).toMatchObject({ code: 1, err: `${alice.id} does not follow @harbour.\n` });
  expect(await type(site, "followers", "nobody")).toMatchObject({ code: 1, out: "" });
});

test("somebody is looked up, or it is said in a sentence why not", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { code, out } = await type(node.site, "lookup", `@${alice.handle}`);
  expect(code).toBe(0);
  expect(out.split("\n")[0]).toBe(`Alice @${alice.handle}`);
  expect(out).toContain(alice.inbox);
  const { out: json } = await type(node.site, "lookup", alice.id, "--json");
  expect(JSON.parse(json)).toMatchObject({
    id: alice.id,
    type: "Person",
    handle: alice.handle,
    inbox: alice.inbox,
  });
  const nobody = await type(node.site, "lookup", `nobody@${peer.host}`);
  expect(nobody).toMatchObject({ code: 1, out: "" });
  expect(nobody.err).toMatch(/^There is nothing at .*\.\n$/);
});
