// What happens in the demo, told while it happens: a collective follows another, and a report crosses, is put right and is passed on.
import { setTimeout as pause } from "node:timers/promises";
import type { Collective } from "../../db/collective.ts";
import type { WireItem } from "../../db/wire.ts";
import { Refused } from "../../domain/errors.ts";
import { ap } from "../../domain/paths.ts";
import { alliesOf, followActor } from "../../newsroom/ally.ts";
import { passOn } from "../../newsroom/pass_on.ts";
import { publishReport } from "../../newsroom/publish.ts";
import { countPublicTexts } from "../../newsroom/read.ts";
import { reviseReport } from "../../newsroom/revise.ts";
import type { Site } from "../../site.ts";
import { draftOf, found } from "./found.ts";
import { calais, correction, crossing, london } from "./texts.ts";

/**
 * Plays the demo on two running nodes.
 * @param say told each sentence
 * @throws {Refused} when something that should happen within seconds does not
 */
export async function tell(here: Site, there: Site, say: (line: string) => void): Promise<void> {
  const writer = await introduce(here, calais, say);
  const reader = await introduce(there, london, say);
  await meet(here, writer, there, reader, say);

  say(`\nCalais publishes “${crossing.title}”, with ${crossing.pictures?.length} pictures.`);
  const draft = await draftOf(here, writer, crossing);
  const { id, path, deliveries } = await publishReport(here, writer, draft);
  say(`  Readers find it at ${here.config.origin}${path}`);
  say(`  ${deliveries} delivery is in the ledger, signed and ready to go.`);
  const object = here.config.origin + ap.report(id);
  await arrives(there, "text", object, (item) => item !== undefined, say);

  say("Calais puts a sentence right, in the same place.");
  await reviseReport(here, id, { source: `${draft.source}\n\n${correction}`, pictures: draft.pictures });
  await arrives(there, "correction", object, (item) => item !== undefined && item.updated !== null, say);

  say("\nLondon passes the report on to its own followers, and Calais is told.");
  await passOn(there, reader, object);
  const boosts = () =>
    here.db
      .selectFrom("report_echo")
      .select("boosts")
      .where("report", "=", id)
      .where("boosts", ">", 0)
      .executeTakeFirst();
  await within("Calais did not hear of the boost", boosts);
  say("  Calais counts it as a boost.");

  say(`\n  ${calais.name}: ${here.config.origin}`);
  say(`  ${london.name}: ${there.config.origin}`);
}

async function introduce(
  site: Site,
  collective: typeof calais,
  say: (line: string) => void,
): Promise<Collective> {
  const { collective: one, fresh } = await found(site, collective);
  const texts = await countPublicTexts(site.db, one.id);
  say(`\n${one.name} is at ${site.config.origin}/${one.handle}`);
  say(
    fresh
      ? `  It has published ${texts} texts, in ${one.languages.join(", ")}.`
      : `  It is there from an earlier demo, with ${texts} texts.`,
  );
  return one;
}

async function meet(
  here: Site,
  writer: Collective,
  there: Site,
  reader: Collective,
  say: (line: string) => void,
): Promise<void> {
  const handle = `@${writer.handle}@${here.config.host}`;
  const actor = there.config.origin + ap.collective(reader.id);
  say(`\nLondon looks up ${handle} and asks to follow.`);
  await followActor(there, reader, handle);
  await within("Calais did not hear of it", async () =>
    here.db
      .selectFrom("follower")
      .select("actor")
      .where("collective", "=", writer.id)
      .where("actor", "=", actor)
      .executeTakeFirst(),
  );
  await within("London was not accepted", async () =>
    (await alliesOf(there.db, reader.id, { states: ["accepted"] })).find(
      ({ handle: theirs }) => `@${theirs}` === handle,
    ),
  );
  say("  Calais has accepted. From now on, London receives what Calais publishes.");
}

/** Waits until what London's wire has of a text is as it should be. */
async function arrives(
  there: Site,
  what: string,
  object: string,
  isAsItShouldBe: (item: WireItem | undefined) => boolean,
  say: (line: string) => void,
): Promise<void> {
  const since = performance.now();
  await within(`the ${what} did not arrive in London`, async () => {
    const item = await there.db
      .selectFrom("wire_item")
      .selectAll()
      .where("uri", "=", object)
      .executeTakeFirst();
    return isAsItShouldBe(item) || undefined;
  });
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  say(`  London has the ${what} on its wire after ${seconds} s: ${object}`);
}

/** Waits until something is there, at most half a minute. */
async function within(complaint: string, look: () => Promise<unknown>): Promise<void> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await pause(50)) {
    if ((await look()) !== undefined) return;
  }
  throw new Refused(`The demo stopped: ${complaint} within half a minute. The log above may say why.`);
}
