// Lists of blocked servers that were made to do harm, or by accident: to the node, and to whoever opens one in a spreadsheet.
import { expect, test } from "vitest";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { sendFiles } from "../support/desk_form.ts";
import { hiddenFields, textOf } from "../support/visitor.ts";

async function scene() {
  const { site, url } = await startDesk();
  const keeper = await signedIn(url, await penOf(site, await found(site)));
  const upload = (bytes: Buffer | string) =>
    sendFiles(keeper, "/desk/blocks/compare", {}, [
      { field: "file", name: "list.csv", bytes: Buffer.from(bytes) },
    ]);
  const apply = (html: string) => {
    const [, list] = hiddenFields(html).find(([name]) => name === "list")!;
    return sendFiles(keeper, "/desk/blocks/apply", { list }, []);
  };
  const blocked = () =>
    site.db
      .selectFrom("remote_host")
      .select(["host", "block", "block_comment"])
      .where("block", "<>", "none")
      .orderBy("host")
      .execute();
  return { site, url, keeper, upload, apply, blocked };
}

test("a file that is no list, or too large for one, is refused with a sentence, and changes nothing", async () => {
  const { upload, keeper, blocked } = await scene();
  const large = "The list is too large";
  for (const [bytes, sentence] of [
    [Buffer.alloc(900_001, "a.example\n"), large],
    [Buffer.alloc(26_000_000, "a.example\n"), large],
    ["a.example\n".repeat(10_001), large],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), "The file is no text"],
    ["a.example\0,suspend\n", "The file is no text"],
    [Buffer.from("\ufeffa.example,suspend\n", "utf16le"), "The file is no text"],
    ["name,mail\nAmina,amina@sea.example\n", "No line of the list names a server."],
    ["#severity,#domain\nsuspend,\n", "No line of the list names a server."],
    [`${",".repeat(400_000)}\n`, "No line of the list names a server."],
    ["", "No line of the list names a server."],
  ] as const) {
    const shown = await upload(bytes);
    expect([shown.status, textOf(shown.html)]).toEqual([422, expect.stringContaining(sentence)]);
  }
  const pasted = await keeper.post("/desk/blocks/compare", { list: "<b>no host</b>" });
  expect(pasted.status).toBe(422);
  expect(textOf(pasted.html)).toContain("<b>no host</b>");
  expect(await blocked()).toEqual([]);
});

test("what is repeated, malformed or ourselves in a list is left out, and the rest is shown and done as it was shown", async () => {
  const { site, keeper, upload, apply, blocked } = await scene();
  await keeper.post("/desk/blocks", { subject: "known.example", severity: "blocked" });
  const shown = await upload(
    [
      "severity,DOMAIN,public_comment",
      "suspend,bad.example,first",
      'suspend,BAD.example,"again, ""louder"""',
      "silence,known.example,",
      'suspend,two.example,"a\nthree.example,suspend\nb"',
      "noop,quiet.example,",
      "whatever,odd.example,",
      "suspend,*.stars.example,",
      `suspend,${site.config.host},`,
      "suspend,https://path.example/x,",
      "suspend,com,",
      `suspend,${"a".repeat(300)}.example,`,
      "suspend,<script>alert(1)</script>,",
      'suspend,formula.example,"=HYPERLINK(""https://evil.example"")"',
    ].join("\r\n"),
  );
  expect(shown.status).toBe(200);
  const text = textOf(shown.html);
  expect(text).toContain("New: 4");
  for (const out of ["whatever,odd.example", site.config.host, "path.example", "<script>alert(1)</script>"]) {
    expect(text).toContain(out);
  }
  expect(await blocked()).toHaveLength(1);
  await apply(shown.html);
  expect(await blocked()).toEqual([
    { host: "bad.example", block: "blocked", block_comment: 'again, "louder"' },
    { host: "formula.example", block: "blocked", block_comment: '=HYPERLINK("https://evil.example")' },
    { host: "known.example", block: "blocked", block_comment: null },
    { host: "stars.example", block: "blocked", block_comment: null },
    { host: "two.example", block: "blocked", block_comment: "a three.example,suspend b" },
  ]);
  const csv = await keeper.get("/desk/blocks/list.csv");
  expect(csv.html).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  expect(csv.html).not.toMatch(/(?:^|,)"?[=+@-]/m);
  expect(textOf((await upload(csv.html)).html)).toContain("Nothing would change.");
});

test("the longest list there may be is shown in part, done at once, and read page by page", async () => {
  const { upload, apply, blocked, keeper } = await scene();
  const hosts = Array.from({ length: 10_000 }, (_, n) => `h${String(n).padStart(5, "0")}.example`);
  const comment = "«é» ".repeat(8);
  const shown = await upload(hosts.map((host) => `${host},suspend,,,${comment}\n`).join(""));
  expect(textOf(shown.html)).toContain("and 9,500 more");
  expect((await apply(shown.html)).status).toBe(200);
  expect(await blocked()).toHaveLength(10_000);
  const first = await keeper.get("/desk/blocks");
  expect(first.html).toContain("h00099.example");
  expect(first.html).not.toContain("h00100.example");
  const second = await keeper.get("/desk/blocks?after=h00099.example");
  expect(second.html).toContain("h00100.example");
});
