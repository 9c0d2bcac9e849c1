// tern invite: makes a link that hands over a pen, for whoever runs the node and is locked out of the desk.
import { allCollectives } from "../db/collective.ts";
import { Refused } from "../domain/errors.ts";
import { desk } from "../domain/paths.ts";
import { invitationDays, type Role, roles } from "../domain/pen.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { invite as makeInvitation } from "../newsroom/pens.ts";
import type { Site } from "../site.ts";
import { type Command, Misused } from "./command.ts";

export const invite: Command = {
  name: "invite",
  arguments: "[COLLECTIVE]",
  summary: "makes a link that hands over a pen",
  details: `The link works once and for ${invitationDays} days. Who opens it gets six words, and these open the desk.
The collective may be left out where there is only one; where there is none, the link founds one.
--role is writer, moderator or keeper (the default); --label is what keepers will call the pen: name the
pen, not the person.`,
  options: { role: { type: "string" }, label: { type: "string" } },
  async run(cli, [handle], { role = "keeper", label = "New pen" }) {
    if (!isRole(role)) throw new Misused(`"${role}" is no role: it is ${roles.join(", ")}.`);
    const site = await cli.site();
    const collective = await homeOf(site, handle);
    if (collective === undefined && role !== "keeper") {
      throw new Refused("There is no collective yet, and who founds one is its keeper: leave out --role.");
    }
    const token = await makeInvitation(site, collective?.id ?? null, role, String(label));
    const link = site.config.origin + desk.join(token);
    if (cli.wantsJson) return cli.json({ link, collective: collective?.handle ?? null, role, label });
    cli.print(
      collective === undefined
        ? "This link founds the first collective and hands over its first pen:"
        : `This link hands over a pen of ${collective.name} (${role}):`,
    );
    cli.print(`  ${link}`);
    cli.print(
      `It works once and for ${invitationDays} days. Whoever has it can use it: pass it on with care.`,
    );
  },
};

async function homeOf(site: Site, handle: string | undefined) {
  if (handle !== undefined) return collectiveNamed(site, handle);
  const all = await allCollectives(site.db);
  if (all.length <= 1) return all[0];
  throw new Refused(
    `There are several collectives: say which of them, ${all.map((one) => one.handle).join(", ")}.`,
  );
}

function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}
