// tern collective create, show, list, edit: who publishes here, and what they say of themselves.
import { allCollectives, type Collective } from "../db/collective.ts";
import { ap, pages } from "../domain/paths.ts";
import { iconFile, screenFiles } from "../domain/picture.ts";
import {
  type ReplyPolicy,
  type ReportKind,
  replyPolicies,
  reportKinds,
  type WireForm,
  wireForms,
} from "../domain/report.ts";
import {
  collectiveNamed,
  createCollective,
  editCollective,
  type NewPicture,
  type Profile,
} from "../newsroom/collective.ts";
import { countPublicTexts } from "../newsroom/read.ts";
import { type Picture, portrait } from "../newsroom/read_picture.ts";
import type { Site } from "../site.ts";
import { type Cli, type Command, Misused, type Options } from "./command.ts";
import { readPicture } from "./text_file.ts";

const options = {
  name: { type: "string" },
  language: { type: "string", multiple: true },
  summary: { type: "string" },
  icon: { type: "string" },
  "icon-alt": { type: "string" },
  header: { type: "string" },
  "header-alt": { type: "string" },
  field: { type: "string", multiple: true },
  "wire-form": { type: "string", multiple: true },
  "reply-policy": { type: "string" },
  discoverable: { type: "boolean" },
  "not-discoverable": { type: "boolean" },
  indexable: { type: "boolean" },
  "not-indexable": { type: "boolean" },
  "prefer-card": { type: "boolean" },
  "prefer-pictures": { type: "boolean" },
} as const;

const aboutOptions = `  --name "Calais Watch"       what people call it
  --language fr               BCP 47; again for each, the first is the one it mostly writes in
  --summary "…"               what it says of itself; Markdown
  --icon FILE, --header FILE  pictures, with --icon-alt and --header-alt to describe them
  --field "Telephone=+33 …"   a line beside the profile; again for each
  --discoverable              servers may suggest it to their people (as it is unless --not-discoverable is said)
  --indexable                 servers may find its texts by their words
  --prefer-card               servers that show either a picture or a link card show the card (else --prefer-pictures)
  --wire-form call-out=Note   the form in which a kind of text goes out: Article or Note
  --reply-policy hold         whose answers appear: off, hold, known or open`;

export const collectiveCreate: Command = {
  name: "collective create",
  arguments: "HANDLE",
  summary: "founds a collective",
  details: `HANDLE is the name in its address, @HANDLE@your.node: small letters, digits and underscores. It cannot be changed.
--name and --language are needed.

${aboutOptions}`,
  options,
  async run(cli, [handle], typed) {
    const { name, languages, ...profile } = await readProfile(typed);
    if (name === undefined) throw new Misused('The collective needs a name: --name "Calais Watch".');
    if (languages === undefined) throw new Misused("The collective needs a language: --language en.");
    const site = await cli.site();
    const collective = await createCollective(site, { handle: handle!, name, languages, ...profile });
    await tell(cli, site, collective);
  },
};

export const collectiveEdit: Command = {
  name: "collective edit",
  arguments: "HANDLE",
  summary: "changes what a collective says of itself and tells its followers",
  details: `What is not named stays as it is. --without-icon and --without-header take the pictures away.

${aboutOptions}`,
  options: { ...options, "without-icon": { type: "boolean" }, "without-header": { type: "boolean" } },
  async run(cli, [handle], typed) {
    const changes = await readProfile(typed);
    if (typed["without-icon"]) changes.icon = null;
    if (typed["without-header"]) changes.header = null;
    if (Object.keys(changes).length === 0)
      throw new Misused("Say what is to change, such as --name or --summary.");
    const site = await cli.site();
    const collective = await editCollective(site, await collectiveNamed(site, handle!), changes);
    await tell(cli, site, collective);
  },
};

export const collectiveShow: Command = {
  name: "collective show",
  arguments: "HANDLE",
  summary: "shows what a collective says of itself",
  async run(cli, [handle]) {
    const site = await cli.site();
    await tell(cli, site, await collectiveNamed(site, handle!));
  },
};

export const collectiveList: Command = {
  name: "collective list",
  arguments: "",
  summary: "lists the collectives of the node",
  async run(cli) {
    const site = await cli.site();
    const shown = await Promise.all((await allCollectives(site.db)).map((one) => describe(site, one)));
    if (cli.wantsJson) return cli.json(shown);
    if (shown.length === 0) cli.print('There is none yet: "tern collective create" founds one.');
    for (const { handle, name, url } of shown) cli.print(`${handle}  ${name}  ${url}`);
  },
};

async function tell(cli: Cli, site: Site, collective: Collective): Promise<void> {
  const shown = await describe(site, collective);
  if (cli.wantsJson) return cli.json(shown);
  for (const [key, value] of Object.entries(shown)) {
    if (value === null || value === "") continue;
    if (key === "fields")
      for (const field of shown.fields) cli.print(`field        ${field.name}: ${field.value}`);
    else if (key === "wireForms") {
      for (const [kind, form] of Object.entries(shown.wireForms)) cli.print(`wireForm     ${kind}: ${form}`);
    } else cli.print(`${key.padEnd(12)} ${Array.isArray(value) ? value.join(", ") : value}`);
  }
}

async function describe(site: Site, collective: Collective) {
  const { origin, host } = site.config;
  const { icon, header } = await portrait(site.db, collective);
  const address = (file: { name: string } | undefined) => (file ? origin + pages.media(file.name) : null);
  const followers = await site.db
    .selectFrom("follower")
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("collective", "=", collective.id)
    .executeTakeFirstOrThrow();
  return {
    id: origin + ap.collective(collective.id),
    url: origin + pages.collective(collective.handle),
    handle: `@${collective.handle}@${host}`,
    name: collective.name,
    summary: collective.summary,
    languages: collective.languages,
    fields: collective.fields,
    icon: address(icon && iconFile(icon.files)),
    header: address(header && screenFiles<Picture["files"][number]>(header.files)[0]),
    discoverable: collective.discoverable,
    indexable: collective.indexable,
    prefersCard: collective.prefers_card,
    wireForms: collective.wire_forms,
    replyPolicy: collective.reply_policy,
    followers: Number(followers.count),
    texts: await countPublicTexts(site.db, collective.id),
  };
}

async function readProfile(typed: Options): Promise<Partial<Profile>> {
  const text = (name: string) => (typeof typed[name] === "string" ? typed[name] : undefined);
  const list = (name: string) => (Array.isArray(typed[name]) ? typed[name].map(String) : undefined);
  const profile = {
    name: text("name"),
    languages: list("language"),
    summary: text("summary"),
    icon: await pictureOf(text("icon"), text("icon-alt")),
    header: await pictureOf(text("header"), text("header-alt")),
    fields: list("field")?.map(readField),
    discoverable: either(typed, "discoverable", "not-discoverable"),
    indexable: either(typed, "indexable", "not-indexable"),
    prefersCard: either(typed, "prefer-card", "prefer-pictures"),
    wireForms: readWireForms(list("wire-form")),
    replyPolicy: readReplyPolicy(text("reply-policy")),
  };
  return Object.fromEntries(
    Object.entries(profile).filter(([, value]) => value !== undefined),
  ) as Partial<Profile>;
}

async function pictureOf(path: string | undefined, alt = ""): Promise<NewPicture | undefined> {
  return path === undefined ? undefined : { bytes: await readPicture(path), alt };
}

function readField(typed: string): { name: string; value: string } {
  const at = typed.indexOf("=");
  if (at < 1) throw new Misused(`--field "${typed}" needs a name and a value: --field "Telephone=+33 …".`);
  return { name: typed.slice(0, at), value: typed.slice(at + 1) };
}

function either(typed: Options, yes: string, no: string): boolean | undefined {
  if (typed[yes] === true && typed[no] === true) throw new Misused(`--${yes} and --${no} cannot both hold.`);
  return typed[yes] === true ? true : typed[no] === true ? false : undefined;
}

function readWireForms(typed: string[] | undefined): Profile["wireForms"] {
  if (typed === undefined) return undefined;
  return Object.fromEntries(
    typed.map((one) => {
      const [kind, form] = one.split("=");
      const known: [ReportKind | undefined, WireForm | undefined] = [
        reportKinds.find((word) => word === kind),
        wireForms.find((word) => word === form),
      ];
      if (known.includes(undefined)) {
        throw new Misused(
          `--wire-form "${one}" is not one of ${reportKinds.join(", ")}, "=" and ${wireForms.join(" or ")}.`,
        );
      }
      return known;
    }),
  );
}

function readReplyPolicy(typed: string | undefined): ReplyPolicy | undefined {
  if (typed === undefined) return undefined;
  const policy = replyPolicies.find((word) => word === typed);
  if (policy === undefined) throw new Misused(`--reply-policy must be one of ${replyPolicies.join(", ")}.`);
  return policy;
}
