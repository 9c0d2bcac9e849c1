// A judge from outside: the suite of activitypub-testing asks a running node whether its actors are proper ones.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { startTestNode } from "../support/node.ts";

interface Assertion {
  result: { outcome: string; info?: string };
  test: { slug: string };
}

test.each(["a collective", "the instance actor"])(
  "a judge from outside finds no fault with %s",
  async (which) => {
    const { site, url } = await startTestNode();
    const calais = await createCollective(site, { handle: "calais", name: "Calais", languages: ["en"] });
    await publishReport(site, calais, { title: "The gate is open", source: "Since this morning." });

    const actor = url + (which === "a collective" ? ap.collective(calais.id) : ap.instance());
    const judge = resolve("node_modules/.bin/activitypub-testing");
    const { stdout } = await promisify(execFile)(judge, ["test", "actor", actor]);
    const found = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Assertion);
    const outcomes = Map.groupBy(found, ({ result }) => result.outcome);
    expect(outcomes.get("failed")).toBeUndefined();
    expect(outcomes.get("cantTell")).toBeUndefined();
    expect(outcomes.get("passed")?.map(({ test }) => test.slug)).toEqual(
      expect.arrayContaining([
        "actor-must-serve-as2-object-to-get",
        "actor-objects-must-have-inbox-outbox-properties",
        "outbox-must-be-an-orderedcollection",
      ]),
    );
  },
);
