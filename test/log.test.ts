// The log tells what happened and never from where somebody came.
import { getLogger, resetSync } from "@logtape/logtape";
import { afterEach, expect, test } from "vitest";
import { startLog, withoutAddresses } from "../src/log.ts";

afterEach(() => resetSync());

test.each([
  ["from 203.0.113.77 at last", "from [address] at last"],
  ["connect ECONNREFUSED 203.0.113.77:443", "connect ECONNREFUSED [address]:443"],
  ["[2001:db8::beef]:443, 2001:db8::1.", "[[address]]:443, [address]."],
  ['"::ffff:203.0.113.77"', '"[address]"'],
  ["X-Forwarded-For: 2001:db8:1:2:3:4:5:6", "X-Forwarded-For: [address]"],
  ["for=203.0.113.77;by=198.51.100.1", "for=[address];by=[address]"],
  ["fe80::1%eth0", "[address]%eth0"],
])("%s becomes %s", (text, clean) => {
  expect(withoutAddresses(text)).toBe(clean);
});

test.each([
  "2026-11-23 07:04:24.512 +00:00",
  "at file:///srv/tern/dist/src/main.js:12:34",
  "version 1.2.3, then 10.20.30.40.50",
  "http://127.0.0.1:3000 and [::1]:3000 and ::ffff:127.0.0.1",
  "https://reports.example/ap/articles/0199aa00-0000-7000-8000-000000000001",
  "Type::method and 12:34",
])("%s is left as it is", (text) => {
  expect(withoutAddresses(text)).toBe(text);
});

test("an error is logged with what caused it, without addresses, whether or not the message names it", () => {
  const lines: string[] = [];
  startLog("info", (line) => void lines.push(line));
  const error = new Error("no answer", { cause: new Error("connect ETIMEDOUT 203.0.113.77:443") });
  getLogger(["tern", "deliver"]).warn("It failed: {error}", { error });
  getLogger(["tern", "deliver"]).warn("It failed.", { error });
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatch(/tern·deliver: It failed/);
    expect(line.match(/Error: no answer/g)).toHaveLength(1);
    expect(line.match(/Error: connect ETIMEDOUT \[address\]:443/g)).toHaveLength(1);
    expect(line).toMatch(/\n$/);
    expect(line).not.toContain("203.0.113.77");
  }
});

test("the level decides what is logged, and Fedify is quieter than Tern", () => {
  const lines: string[] = [];
  startLog("info", (line) => void lines.push(line));
  getLogger(["tern"]).info("one");
  getLogger(["tern"]).debug("two");
  getLogger(["fedify", "federation"]).info("three");
  getLogger(["fedify", "federation"]).warn("four");
  expect(lines.map((line) => line.trim().split(" ").at(-1))).toEqual(["one", "four"]);
});
