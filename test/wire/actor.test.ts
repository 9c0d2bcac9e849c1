// A collective and the node itself, field by field as other servers see them.
import { expect, test } from "vitest";
import { actorContext } from "../../federation/context.ts";
import { loadKeys } from "../../federation/keys.ts";
import { addCollective, addPicture, calais, origin, startSite } from "./fixture.ts";
import { serve } from "./served.ts";

const id = `${origin}/ap/groups/${calais}`;

test("a collective is a Group with all that the servers we know ask of one", async () => {
  const site = await startSite();
  await addCollective(site.db);
  const icon = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "A tern above the sea");
  const header = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a2", "");
  await site.db
    .updateTable("collective")
    .set({ icon, header, updated: new Date("2026-02-03T04:05:06.700Z") })
    .execute();
  const keys = await loadKeys(site, site.db, calais);
  const { json } = await serve(site);
  expect(await json(id)).toEqual({
    "@context": actorContext,
    id,
    type: "Group",
    preferredUsername: "calais",
    name: "Calais Watch",
    summary: "<p>We write down what happens at the border.</p>\n<p>No names, no faces.</p>",
    url: `${origin}/calais`,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    followers: `${id}/followers`,
    following: `${id}/following`,
    featured: `${id}/featured`,
    featuredTags: `${id}/featured-tags`,
    endpoints: { sharedInbox: `${origin}/ap/inbox` },
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: keys.rsa.publicPem },
    assertionMethod: [
      {
        id: `${id}#multikey-1`,
        type: "Multikey",
        controller: id,
        publicKeyMultibase: expect.stringMatching(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
      },
    ],
    icon: {
      type: "Image",
      url: `${origin}/media/pa1-1200.jpg`,
      mediaType: "image/jpeg",
      name: "A tern above the sea",
      width: 1200,
      height: 900,
    },
    image: {
      type: "Image",
      url: `${origin}/media/pa2-1200.jpg`,
      mediaType: "image/jpeg",
      width: 1200,
      height: 900,
      blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
    },
    attachment: [
      {
        type: "PropertyValue",
        name: "Web",
        value:
          '<a href="https://watch.example/?a=1&amp;b=2" rel="me nofollow noopener">https://watch.example/?a=1&amp;b=2</a>',
      },
      { type: "PropertyValue", name: "Write to us", value: "post box 5, &lt;Calais&gt;" },
    ],
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: false,
    attributionDomains: ["reports.example"],
    webfinger: "calais@reports.example",
    alsoKnownAs: [],
    postingRestrictedToMods: true,
    interactionPolicy: {
      canFeature: { automaticApproval: ["https://www.w3.org/ns/activitystreams#Public"] },
    },
    generator: {
      type: "Application",
      id: `${origin}/ap/groups/instance`,
      name: "Tern",
      implements: [
        {
          type: "Link",
          href: "https://datatracker.ietf.org/doc/html/rfc9421",
          name: "RFC 9421: HTTP Message Signatures",
        },
      ],
    },
    published: "2026-01-02T03:04:05.000Z",
    updated: "2026-02-03T04:05:06.700Z",
  });
  expect(keys.rsa.publicPem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  expect(keys.rsa.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test("a collective that moved says where to, and one that keeps to itself may not be featured by others", async () => {
  const site = await startSite();
  await addCollective(site.db, {
    discoverable: false,
    moved_to: "https://new.example/g",
    also_known_as: ["https://old.example/g"],
  });
  const { json } = await serve(site);
  expect(await json(id)).toMatchObject({
    movedTo: "https://new.example/g",
    alsoKnownAs: ["https://old.example/g"],
    discoverable: false,
    interactionPolicy: { canFeature: { automaticApproval: [id] } },
  });
});

test("a collective without pictures or words of its own has neither on the wire", async () => {
  const site = await startSite();
  await addCollective(site.db, { summary: "", fields: [] });
  const { json } = await serve(site);
  const group = await json(id);
  expect(group).toMatchObject({ summary: "", attachment: [] });
  for (const absent of ["icon", "image", "movedTo", "updated", "memorial", "attributedTo"]) {
    expect(group).not.toHaveProperty(absent);
  }
});

test("the node itself is a whole Application, with keys that were made when it was first asked for", async () => {
  const site = await startSite();
  const { json } = await serve(site);
  const instance = `${origin}/ap/groups/instance`;
  const [first, second] = await Promise.all([json(instance), json(instance)]);
  expect(second).toEqual(first);
  expect(first).toEqual({
    "@context": actorContext,
    id: instance,
    type: "Application",
    preferredUsername: "instance",
    name: "reports.example",
    summary: "<p>This is the node at reports.example. Nobody writes here; follow one of its collectives.</p>",
    url: `${origin}/`,
    inbox: `${instance}/inbox`,
    outbox: `${instance}/outbox`,
    followers: `${instance}/followers`,
    following: `${instance}/following`,
    endpoints: { sharedInbox: `${origin}/ap/inbox` },
    publicKey: {
      id: `${instance}#main-key`,
      owner: instance,
      publicKeyPem: expect.stringContaining("BEGIN PUBLIC KEY"),
    },
    assertionMethod: [
      {
        id: `${instance}#multikey-1`,
        type: "Multikey",
        controller: instance,
        publicKeyMultibase: expect.stringMatching(/^z6Mk/),
      },
    ],
    manuallyApprovesFollowers: true,
    discoverable: false,
    indexable: false,
    webfinger: "instance@reports.example",
    implements: [expect.objectContaining({ href: "https://datatracker.ietf.org/doc/html/rfc9421" })],
  });
  for (const collection of ["outbox", "followers", "following"]) {
    expect(await json(`${instance}/${collection}`)).toMatchObject({
      type: "OrderedCollection",
      totalItems: 0,
    });
  }
});

test("two processes that need the node's keys at the same moment use the same ones", async () => {
  const site = await startSite();
  const elsewhere = { ...site, sealer: { ...site.sealer } };
  const [one, other] = await Promise.all([loadKeys(site, site.db, null), loadKeys(elsewhere, site.db, null)]);
  expect(other.rsa.publicPem).toBe(one.rsa.publicPem);
});

test("a dump of the database does not open anything", async () => {
  const site = await startSite();
  await addCollective(site.db);
  const { rsa, ed25519 } = await loadKeys(site, site.db, calais);
  const dump = JSON.stringify(await site.db.selectFrom("collective_key").selectAll().execute());
  expect(dump).toContain("BEGIN PUBLIC KEY");
  for (const { privateKey } of [rsa, ed25519]) {
    const der = privateKey.export({ type: "pkcs8", format: "der" });
    expect(dump).not.toContain(JSON.stringify(der).slice(20, 200));
  }
});
