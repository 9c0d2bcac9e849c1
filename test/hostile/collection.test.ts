// Collections of other servers that never end, turn in circles, lead elsewhere or lie about their size (attack 35).
import { expect, test } from "vitest";
import { readCollection } from "../../federation/collection.ts";
import { NotFound, Refused } from "../../src/domain/errors.ts";
import { startPeer } from "../support/peer.ts";
import { visit } from "../support/visit.ts";

const limits = { pages: 5, items: 40 };
const numbers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `https://elsewhere.example/${from + n}`);

test("a collection is read in every form that servers give it", async () => {
  const { peer, fetcher, serve } = await visit();
  const id = `${peer.url}/replies`;
  const page = (more: object) => ({ type: "CollectionPage", partOf: id, ...more });
  const all = numbers(4);
  const whole = { items: all, totalItems: 4, isWhole: true };
  serve("/1", { id: `${peer.url}/1`, ...page({ items: all.slice(0, 2), next: `${peer.url}/2` }) });
  serve("/2", { id: `${peer.url}/2`, ...page({ items: all.slice(2) }) });
  for (const form of [
    { orderedItems: all },
    { items: all.map((id) => ({ type: "Note", id, content: "hello" })) },
    { first: `${peer.url}/1` },
    { first: page({ items: all.slice(0, 1), next: page({ items: all.slice(1), next: null }) }) },
    { first: page({ items: all.slice(0, 2), next: `${peer.url}/2` }) },
  ]) {
    serve("/replies", { id, type: "OrderedCollection", totalItems: 4, ...form });
    expect(await readCollection(fetcher, id, limits)).toEqual(whole);
  }
  serve("/replies", { id, type: "Collection", items: all[0] });
  expect(await readCollection(fetcher, id, limits)).toEqual({
    items: [all[0]],
    totalItems: undefined,
    isWhole: true,
  });
  serve("/replies", { id, type: "Note" });
  await expect(readCollection(fetcher, id, limits)).rejects.toThrow(Refused);
  await expect(readCollection(fetcher, `${peer.url}/none`, limits)).rejects.toThrow(NotFound);
});

test("attack 35: a collection without end, or that turns in a circle, is read so far and no further", async () => {
  const { peer, fetcher } = await visit();
  const id = `${peer.url}/c/0`;
  let leadsTo = (page: number) => page + 1;
  let perPage = 1;
  peer.serves.set("/c", { status: 404 });
  for (let page = 0; page < 50; page++) {
    peer.serves.set(`/c/${page}`, (_, answer) => {
      const type = page === 0 ? "Collection" : "CollectionPage";
      const next = { [page === 0 ? "first" : "next"]: `${peer.url}/c/${leadsTo(page)}` };
      const items = page === 0 ? [] : numbers(perPage, page * perPage);
      answer.writeHead(200, { "content-type": "application/activity+json" });
      answer.end(JSON.stringify({ id: `${peer.url}/c/${page}`, type, items, ...next }));
    });
  }
  const read = async () => {
    peer.log.length = 0;
    const { items, isWhole } = await readCollection(fetcher, id, limits);
    return { items: items.length, isWhole, asked: peer.log.length };
  };
  expect(await read()).toEqual({ items: 5, isWhole: false, asked: 6 });
  perPage = 30;
  expect(await read()).toEqual({ items: 40, isWhole: false, asked: 3 });
  perPage = 1;
  leadsTo = (page) => Math.min(page + 1, 2);
  expect(await read()).toEqual({ items: 2, isWhole: false, asked: 3 });
  leadsTo = () => 0;
  expect(await read()).toEqual({ items: 0, isWhole: false, asked: 1 });
});

test("attack 35: pages on other servers are not fetched, and items are addresses, whatever is said about them", async () => {
  const { peer, fetcher, serve } = await visit();
  const far = await startPeer();
  far.serves.set("/page", {
    body: JSON.stringify({ id: `${far.url}/page`, type: "CollectionPage", items: numbers(3) }),
  });
  const id = serve("/c", {
    id: `${peer.url}/c`,
    type: "Collection",
    items: [
      numbers(1)[0],
      numbers(1)[0],
      { type: "Note", content: "no address" },
      { id: "javascript:alert(1)" },
      7,
      null,
      [numbers(9)],
    ],
    first: `${far.url}/page`,
  });
  expect(await readCollection(fetcher, id, limits)).toMatchObject({ items: numbers(1), isWhole: false });
  serve("/c", { id, type: "Collection", first: `${peer.url}/door` });
  serve("/door", {}, { status: 302, headers: { location: `${far.url}/page` } });
  expect((await readCollection(fetcher, id, limits)).items).toEqual([]);
  serve("/door", {}, { status: 500 });
  expect(await readCollection(fetcher, id, limits)).toMatchObject({ items: [], isWhole: false });
});

test("attack 35: a size that is none is not believed, and a huge one is cut", async () => {
  const { peer, fetcher, serve } = await visit();
  const sizes: [unknown, number | undefined][] = [
    [-1, undefined],
    ["x", undefined],
    ["7", undefined],
    [1.5, undefined],
    [null, undefined],
    [[3], undefined],
    [1e18, 2_147_483_647],
    [0, 0],
    [12, 12],
  ];
  for (const [said, believed] of sizes) {
    const id = serve("/c", { id: `${peer.url}/c`, type: "Collection", totalItems: said });
    expect((await readCollection(fetcher, id, limits)).totalItems).toBe(believed);
  }
});
