// The demo as people meet it first: two nodes, a follow, a report that crosses, and its correction.
import { expect, test } from "vitest";
import { tell } from "../../src/cli/demo/story.ts";
import { publicTexts } from "../../src/newsroom/read.ts";
import { startTestNode } from "../support/node.ts";

test("Calais publishes, London hears of it, both can be read, and it can all be told again", async () => {
  const [calais, london] = [await startTestNode(), await startTestNode()];
  const told: string[] = [];
  await tell(calais.site, london.site, (line) => told.push(line));
  expect(told.join("\n")).toMatch(
    /London has the text[\s\S]*London has the correction[\s\S]*counts it as a boost/,
  );

  const { texts } = await publicTexts(calais.site.db, {}, undefined, 20);
  expect(texts.map(({ language }) => language)).toEqual(expect.arrayContaining(["ar", "en", "fr"]));
  for (const { path, title, pictures } of texts) {
    const page = await (await fetch(calais.url + path)).text();
    expect(page).toContain(title);
    for (const { files } of pictures) {
      expect((await fetch(`${calais.url}/media/${files[0]?.name}`)).status).toBe(200);
    }
  }
  expect(await (await fetch(`${london.url}/london`)).text()).toContain("Nineteen boxes on the night bus");

  const again: string[] = [];
  await tell(calais.site, london.site, (line) => again.push(line));
  expect(again.join("\n")).toMatch(
    /It is there from an earlier demo, with 6 texts[\s\S]*London has the correction/,
  );
});
