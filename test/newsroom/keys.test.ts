// A collective that lost a machine gets new keys, and its followers learn of it.
import { verifyJsonLd } from "@fedify/fedify";
import { expect, test } from "vitest";
import { ownContextLoader } from "../../federation/context.ts";
import { loadKeys } from "../../federation/keys.ts";
import { keyRotate } from "../../src/cli/key.ts";
import { rotateKeys } from "../../src/newsroom/keys.ts";
import type { Site } from "../../src/site.ts";
import { addCollective, calais, origin, startSite } from "../wire/fixture.ts";
import { serve } from "../wire/served.ts";

async function addFollower(site: Site): Promise<void> {
  const id = "https://elsewhere.example/users/amina";
  await site.db.insertInto("remote_host").values({ host: "elsewhere.example" }).execute();
  await site.db
    .insertInto("remote_actor")
    .values({ id, host: "elsewhere.example", type: "Person", inbox: `${id}/inbox` })
    .execute();
  await site.db.insertInto("follower").values({ collective: calais, actor: id }).execute();
}

test("the followers get the profile with the new keys, signed with them, and the address shows the same", async () => {
  const site = await startSite();
  const collective = await addCollective(site.db);
  await addFollower(site);
  const before = await loadKeys(site, site.db, calais);
  expect(await rotateKeys(site, collective)).toMatchObject({ deliveries: 1 });

  const { json } = await serve(site);
  const served = await json(`${origin}/ap/groups/${calais}`);
  const { body } = await site.db.selectFrom("activity_form").select("body").executeTakeFirstOrThrow();
  const update = JSON.parse(body);
  expect(update.object).toMatchObject({
    publicKey: served.publicKey,
    assertionMethod: served.assertionMethod,
  });
  expect(update.object.publicKey.publicKeyPem).not.toBe(before.rsa.publicPem);
  const documentLoader = async (url: string) => ({ contextUrl: null, documentUrl: url, document: served });
  await expect(verifyJsonLd(update, { documentLoader, contextLoader: ownContextLoader })).resolves.toBe(true);
});

test("the old keys are kept as retired, and there is one pair in force", async () => {
  const site = await startSite();
  const collective = await addCollective(site.db);
  await loadKeys(site, site.db, calais);
  await rotateKeys(site, collective);
  await rotateKeys(site, collective);
  const keys = await site.db.selectFrom("collective_key").select(["kind", "retired"]).execute();
  const count = (isRetired: boolean) => keys.filter(({ retired }) => (retired !== null) === isRetired).length;
  expect([count(true), count(false)]).toEqual([4, 2]);
});

test("a rotation that is undone leaves the keys as they were", async () => {
  const site = await startSite();
  const collective = await addCollective(site.db);
  const before = await loadKeys(site, site.db, calais);
  const failing = {
    ...site,
    fediverse: { ...site.fediverse, compose: () => Promise.reject(new Error("full disk")) },
  };
  await expect(rotateKeys(failing, collective)).rejects.toThrow("full disk");
  expect((await loadKeys(site, site.db, calais)).rsa.publicPem).toBe(before.rsa.publicPem);
});

test("whoever types tern key rotate is told how many servers hear of it", async () => {
  const site = await startSite();
  await addCollective(site.db);
  await addFollower(site);
  const said: unknown[] = [];
  const cli = {
    site: async () => site,
    start: () => Promise.reject(new Error("Nothing is started.")),
    print: (line: string) => void said.push(line),
    json: (value: unknown) => void said.push(value),
  };
  await keyRotate.run({ ...cli, wantsJson: false }, ["calais"], {});
  await keyRotate.run({ ...cli, wantsJson: true }, ["@calais"], {});
  expect(said).toEqual([
    "@calais has new keys; servers that are told: 1.",
    { handle: "calais", deliveries: 1 },
  ]);
});
