// The first thing to hold: nothing is shared between nodes, so that two of them run in one process.
import { expect, test } from "vitest";
import { startTestNode } from "../support/node.ts";

test("two nodes run in one process, each ready and each with its own data", async () => {
  const calais = await startTestNode();
  const london = await startTestNode();
  expect(calais.url).not.toBe(london.url);
  for (const { url } of [calais, london]) {
    expect(await fetch(`${url}/healthz`).then((response) => response.status)).toBe(200);
    expect(await fetch(`${url}/readyz`).then((response) => response.text())).toBe("Ready.\n");
  }
  await calais.stop();
  await expect(fetch(`${calais.url}/healthz`)).rejects.toThrow();
  expect(await fetch(`${london.url}/readyz`).then((response) => response.status)).toBe(200);
});
