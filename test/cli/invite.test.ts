// tern invite: the way back to the desk for whoever runs the node.
import { expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/index.ts";
import { openInvitation } from "../../src/newsroom/pens.ts";
import type { Site } from "../../src/site.ts";
import { found, startDesk } from "../support/desk.ts";

async function type(site: Site, ...words: string[]) {
  let out = "";
  let err = "";
  const code = await runCommand(commands, ["invite", ...words], {
    openSite: async () => ({ site, close: async () => {} }),
    startNode: () => Promise.reject(new Error("not here")),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    report: () => {},
  });
  const [, token] = /\/join\/([\w-]+)/.exec(out) ?? [];
  return { code, out, err, invitation: token && (await openInvitation(site, site.db, token)) };
}

test("whoever runs the node gets a link for a pen, of the collective that is meant", async () => {
  const { site } = await startDesk({ web: false });
  expect(await type(site)).toMatchObject({ code: 0, invitation: { collective: null, role: "keeper" } });
  expect(await type(site, "--role", "writer")).toMatchObject({ code: 1 });

  const harbour = await found(site);
  expect(await type(site)).toMatchObject({ code: 0, invitation: { collective: harbour.id, role: "keeper" } });
  const hills = await found(site, "hills", "The Hills");
  expect(await type(site)).toMatchObject({ code: 1, err: expect.stringContaining("harbour, hills") });
  expect(await type(site, "nowhere")).toMatchObject({ code: 1 });
  expect(await type(site, "hills", "--role", "king")).toMatchObject({ code: 2 });
  const made = await type(site, "hills", "--role", "writer", "--label", "attic", "--json");
  expect(made.invitation).toMatchObject({ collective: hills.id, role: "writer", label: "attic" });
  expect(JSON.parse(made.out)).toEqual({
    link: expect.stringMatching(`^${site.config.origin}/join/`),
    collective: "hills",
    role: "writer",
    label: "attic",
  });
});
