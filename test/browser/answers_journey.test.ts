// An answer's whole way, in Chromium and over real sockets: it waits, is shown, is answered; others are hidden, blocked, complained about.
import { expect, test } from "vitest";
import { editCollective } from "../../src/newsroom/collective.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { hasBrowser, sharedBrowser, startInspection, tabTo } from "../support/browser.ts";
import { penOf } from "../support/desk.ts";
import { activity, type PeerActor, startPeer } from "../support/peer.ts";
import { about, post } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

const visit = sharedBrowser();

const said = {
  en: { first: "I was there too.", spam: "Cheap watches!", word: "watches", ours: "Thank you, **Alice**." },
  ar: { first: "كنت هناك أيضًا.", spam: "ساعات رخيصة!", word: "ساعات", ours: "شكرًا يا **أليس**." },
} as const;

const readers = [
  ["en", 320, { javaScriptEnabled: true }],
  ["ar", 1280, { javaScriptEnabled: false, colorScheme: "dark" }],
] as const;

test.skipIf(!hasBrowser).each(readers)(
  "what people answer waits, is shown or hidden, and answered, by keyboard (%s, %i px, %o)",
  { timeout: 180_000 },
  async (language, width, options) => {
    const at = await openDesk(language, width, options, "answers");
    const { here, mine, words, page, press, type, choose, done, see } = at;
    const { alice, peer } = here;
    const bob = peer.actor("bob");
    const report = await reportPath(here);
    const thread = async () => {
      await page.goto(here.node.url + report);
      return (await page.locator(".answers").allTextContents()).join();
    };

    const first = await say(here, alice, mine.first);
    const spam = [await say(here, bob, mine.spam), await say(here, bob, mine.spam)];
    expect(await thread()).toBe("");
    await page.goto(`${here.node.url}/desk/answers`);
    expect(await page.locator(".rows > li").count()).toBe(3);
    await see("waiting");
    await choose(first.id);
    await press('button[value="show"]');
    expect(await done()).toBe(words.done.decided);
    expect(await thread()).toContain(mine.first);
    expect(await thread()).not.toContain(mine.spam);

    await page.goto(`${here.node.url}/desk/answers`);
    for (const { id } of spam) await choose(id);
    await press('button[value="hide"]');
    await page.goto(`${here.node.url}/desk/answers/hidden`);
    expect(await page.locator(".rows > li").count()).toBe(2);

    // Whoever was shown once is known: what Alice says appears at once, unless a word makes it wait.
    expect((await say(here, alice, mine.first)).state).toBe("shown");
    await type('[name="words"]', mine.word);
    await press('form[action$="/words"] button');
    expect((await say(here, alice, mine.spam)).state).toBe("held");

    await page.goto(`${here.node.url}/desk/answer/${first.id}`);
    await type('[name="text"]', mine.ours);
    await press('button[value="preview"]');
    expect(await page.locator(".preview strong").count()).toBe(1);
    await see("preview");
    await press('button[value="send"]');
    expect(await done()).toBe(words.done.sent);
    const created = () => here.said("Create").map(({ json }) => (json as { object: object }).object);
    await expect.poll(created, { timeout: 20_000 }).toMatchObject([{ type: "Note", inReplyTo: first.uri }]);
    await thread();
    expect(await page.locator(".is-own strong").count()).toBe(1);
    await see("answered");
    at.expectNoFault();
  },
);

test.skipIf(!hasBrowser).each(readers)(
  "a complaint is settled, a person blocked, a list looked at before it counts, and only friends let in (%s, %i px, %o)",
  { timeout: 180_000 },
  async (language, width, options) => {
    const at = await openDesk(language, width, options, "blocks");
    const { here, mine, words, page, press, type, done, see } = at;
    const { alice, peer, group, text } = here;
    const { url } = here.node;
    const [bob, far] = [peer.actor("bob"), await startPeer()];

    const flag = { content: mine.spam, to: [group] };
    await here.say(alice, activity(peer, alice, "Flag", [group, text], flag));
    await page.goto(`${url}/desk/complaints`);
    const complaint = page.locator(".rows > li");
    for (const part of ["Alice", "The boats", mine.spam]) {
      expect(await complaint.textContent()).toContain(part);
    }
    expect(await page.locator('.states [aria-current="page"]').textContent()).toBe(words.complaints);
    await see("complaint");
    await press('form[action$="/settle"] button');
    expect(await complaint.textContent()).toContain(words.settled);
    expect(await page.locator('form[action$="/settle"]').count()).toBe(0);

    const { id } = await say(here, bob, mine.spam);
    await page.goto(`${url}/desk/answer/${id}`);
    await press('button[value="actor"]');
    expect(await done()).toBe(words.done.blocked);
    expect((await say(here, bob, mine.first)).state).toBe(undefined);

    await page.goto(`${url}/desk/blocks`);
    expect(await page.locator(".rows").textContent()).toContain(`@${bob.handle}`);
    await type('[name="list"]', "bad.example,suspend\nloud.example,silence\nno host\n");
    await press('form[action$="/compare"] button');
    for (const part of ["bad.example", "loud.example", "no host"]) {
      expect(await page.locator(".changes").textContent()).toContain(part);
    }
    expect(await page.locator(".rows").textContent()).not.toContain("bad.example");
    await see("list");
    await press('form[action$="/apply"] button');
    for (const host of ["bad.example", "loud.example"]) {
      expect(await page.locator(".rows").textContent()).toContain(host);
    }

    await press('.states a[href="/desk/blocks/allowed"]');
    await type('[name="host"]', "no host");
    await press('form[action$="/allow"] button');
    expect(await page.locator(".problems").textContent()).toBe(words.wrong.subject);
    await type('[name="host"]', peer.host);
    await press('form[action$="/allow"] button');
    expect(await page.locator(".rows").textContent()).toContain(peer.host);
    await page.focus('[name="only"]');
    await page.keyboard.press("Space");
    await press('form[action$="/only"] button');
    expect(await page.locator('[name="only"]').isChecked()).toBe(true);
    await see("allowed");
    const carol = far.actor("carol");
    const note = post(far, carol, { inReplyTo: text });
    await far.post(carol, here.inbox, about(far, carol, "Create", note));
    expect((await say(here, alice, mine.first)).state).toBe("held");
    expect((await here.kept()).some(({ actor }) => actor === carol.id)).toBe(false);
    at.expectNoFault();
  },
);

/** Opens the desk of a collective whose text is out, in a browser, with or without script. */
async function openDesk(
  language: keyof typeof said,
  width: number,
  options: { javaScriptEnabled: boolean; colorScheme?: "dark" },
  label: string,
) {
  const here = await openThread({ policy: "known" });
  const { site, url } = here.node;
  await editCollective(site, here.collective, { languages: [language] });
  const moderator = await penOf(site, here.collective, "moderator");
  const seeing = { viewport: { width, height: 700 }, locale: language, ...options };
  const look = await visit(url, seeing);
  const { page, complaints } = look;
  const inspection = startInspection(look, (name) => `${label}-journey-${name}-${language}-${width}`);
  const press = async (selector: string) => {
    await tabTo(page, selector);
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  };
  const type = async (selector: string, typed: string) => {
    await page.focus(selector);
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(typed);
  };
  await page.goto(`${url}/desk/sign-in`);
  await type('[name="door-words"]', moderator.words.join(" "));
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  if (!options.javaScriptEnabled) {
    const storageState = await page.context().storageState();
    inspection.lookWith((await visit(url, { ...seeing, javaScriptEnabled: true, storageState })).page);
  }
  return {
    here,
    mine: said[language],
    words: deskWords[language].answers,
    page,
    press,
    type,
    see: inspection.see,
    async choose(id: string) {
      await tabTo(page, `input[value="${id}"]`);
      await page.keyboard.press("Space");
    },
    done: () => page.locator(".done").textContent(),
    expectNoFault() {
      expect(inspection.faults).toEqual([]);
      // A browser notes on its console when a form is answered with what is wrong with it.
      expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
    },
  };
}

async function reportPath({ node }: ThreadScene): Promise<string> {
  const answer = await fetch(`${node.url}/`, { headers: { accept: "text/html" } });
  return /href="(\/harbour\/\d{4}\/\d\d\/[^"]+)"/.exec(await answer.text())![1]!;
}

/** Somebody answers the text, over a real socket; what was kept of it. */
async function say(here: ThreadScene, by: PeerActor, words: string) {
  const note = post(here.peer, by, { inReplyTo: here.text, content: `<p>${words}</p>` });
  await here.say(by, about(here.peer, by, "Create", note));
  const row = (await here.kept()).find(({ uri }) => uri === note.id);
  return { id: row?.id ?? "", uri: note.id, state: row?.state };
}
