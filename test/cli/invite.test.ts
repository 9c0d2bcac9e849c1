// tern invite: the way back to the desk for whoever runs the node.
import { expect, test } from "vitest";
import { openInvitation } from "../../src/newsroom/pens.ts";
import type { Site } from "../../src/site.ts";
import { type } from "../support/command_line.ts";
import { found, startDesk } from "../support/desk.ts";

async function invite(site: Site, ...words: string[]) {
  const typed = await type(site, "invite", ...words);
  const [, token] = /\/join\/([\w-]+)/.exec(typed.out) ?? [];
  return { ...typed, invitation: token && (await openInvitation(site, site.db, token)) };
}

test("whoever runs the node gets a link for a pen, of the collective that is meant", async () => {
  const { site } = await startDesk({ web: false });
  expect(await invite(site)).toMatchObject({ code: 0, invitation: { collective: null, role: "keeper" } });
  expect(await invite(site, "--role", "writer")).toMatchObject({ code: 1 });

  const harbour = await found(site);
  expect(await invite(site)).toMatchObject({
    code: 0,
    invitation: { collective: harbour.id, role: "keeper" },
  });
  const hills = await found(site, "hills", "The Hills");
  expect(await invite(site)).toMatchObject({ code: 1, err: expect.stringContaining("harbour, hills") });
  expect(await invite(site, "nowhere")).toMatchObject({ code: 1 });
  expect(await invite(site, "hills", "--role", "king")).toMatchObject({ code: 2 });
  const made = await invite(site, "hills", "--role", "writer", "--label", "attic", "--json");
  expect(made.invitation).toMatchObject({ collective: hills.id, role: "writer", label: "attic" });
  expect(JSON.parse(made.out)).toEqual({
    link: expect.stringMatching(`^${site.config.origin}/join/`),
    collective: "hills",
    role: "writer",
    label: "attic",
  });
});
