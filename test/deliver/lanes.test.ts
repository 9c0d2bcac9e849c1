// Hosts take turns, and none gets more at once than it should.
import { expect, test } from "vitest";
import { createLanes } from "../../federation/delivery/lanes.ts";

const take = (lanes: ReturnType<typeof createLanes<{ host: string; n: number }>>) => {
  const out: string[] = [];
  for (let item = lanes.next(); item; item = lanes.next()) out.push(`${item.host}${item.n}`);
  return out;
};

test("a host with much to send does not stand before the others", () => {
  const lanes = createLanes<{ host: string; n: number }>(2);
  for (let n = 1; n <= 5; n++) lanes.add({ host: "a", n });
  lanes.add({ host: "b", n: 1 });
  lanes.add({ host: "c", n: 1 });
  expect(take(lanes)).toEqual(["a1", "b1", "c1", "a2"]);
  expect(lanes.waiting).toBe(3);
  expect(lanes.count("a")).toBe(5);
  expect(lanes.busy(2)).toEqual(["a"]);
});

test("what has landed makes room for the next of its host", () => {
  const lanes = createLanes<{ host: string; n: number }>(1);
  const [first, second, third] = [1, 2, 3].map((n) => ({ host: "a", n }));
  for (const item of [first!, second!, third!]) lanes.add(item);
  expect(take(lanes)).toEqual(["a1"]);
  lanes.landed(first!);
  expect(take(lanes)).toEqual(["a2"]);
  expect(take(lanes)).toEqual([]);
  lanes.landed(second!);
  expect(take(lanes)).toEqual(["a3"]);
  lanes.landed(third!);
  expect(lanes.count("a")).toBe(0);
});

test("what waits can be taken out, of one host or of all", () => {
  const lanes = createLanes<{ host: string; n: number }>(1);
  for (const host of ["a", "b"]) for (let n = 1; n <= 3; n++) lanes.add({ host, n });
  expect(take(lanes)).toEqual(["a1", "b1"]);
  expect(lanes.clear("a").map(({ n }) => n)).toEqual([2, 3]);
  lanes.landed({ host: "a", n: 1 });
  expect(take(lanes)).toEqual([]);
  expect(lanes.clear().map(({ host }) => host)).toEqual(["b", "b"]);
  expect(lanes.waiting).toBe(0);
});
