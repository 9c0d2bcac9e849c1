// Every setting that is wrong stops the start with a sentence that names it.
import { expect, test } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";

test("without any settings the node is at home on this machine", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    origin: "http://localhost:3000",
    host: "localhost:3000",
    listenHost: "127.0.0.1",
    port: 3000,
    databaseUrl: undefined,
    secret: undefined,
    trustProxy: false,
    allowPrivateAddress: false,
    logLevel: "info",
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test("an empty setting is one that was left out", () => {
  expect(readConfig({ PORT: "", ORIGIN: "", DATA_DIR: "", TRUST_PROXY: "" })).toEqual(readConfig({}));
});

test("the origin is written the way other servers will write it", () => {
  expect(readConfig({ ORIGIN: "HTTPS://Reports.Example/" }).origin).toBe("https://reports.example");
  expect(readConfig({ ORIGIN: "https://münchen.example" }).host).toBe("xn--mnchen-3ya.example");
  expect(readConfig({ PORT: "8080" }).origin).toBe("http://localhost:8080");
});

test("http is for this machine, and for tests", () => {
  expect(readConfig({ ORIGIN: "http://127.0.0.1:4000" }).origin).toBe("http://127.0.0.1:4000");
  expect(readConfig({ ORIGIN: "http://tern.test", ALLOW_PRIVATE_ADDRESS: "true" }).host).toBe("tern.test");
  expect(() => readConfig({ ORIGIN: "http://reports.example" })).toThrow(/^ORIGIN is .* only talk to https/);
});

test.each([
  ["ORIGIN", "reports.example"],
  ["ORIGIN", "https://reports.example/blog"],
  ["ORIGIN", "https://reports.example?x"],
  ["ORIGIN", "https://somebody@reports.example"],
  ["ORIGIN", "ftp://reports.example"],
  ["HOST", "0.0.0.0:3000 "],
  ["HOST", "http://0.0.0.0"],
  ["PORT", "eighty"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["PORT", "3e3"],
  ["DATABASE_URL", "mysql://localhost/tern"],
  ["DATABASE_URL", "localhost"],
  ["TERN_SECRET", "too short"],
  ["TERN_SECRET", " ".repeat(40)],
  ["TRUST_PROXY", "yes"],
  ["TRUST_PROXY", "10.0.0.0/33"],
  ["TRUST_PROXY", "10.0.0"],
  ["TRUST_PROXY", "loopback,nonsense"],
  ["ALLOW_PRIVATE_ADDRESS", "maybe"],
  ["LOG_LEVEL", "loud"],
])("%s=%s is refused with one sentence that begins with its name", (name, value) => {
  const refused = () => readConfig({ [name]: value });
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(new RegExp(`^${name} [^\\n]+\\.$`));
});

test("what is wrong with an address or a secret is said without showing it", () => {
  expect(() => readConfig({ DATABASE_URL: "postgre://tern:opensesame@db/tern" })).not.toThrow(/opensesame/);
  expect(() => readConfig({ DATABASE_URL: "postgre://tern:opensesame@db/tern" })).toThrow(/^DATABASE_URL/);
  expect(() => readConfig({ TERN_SECRET: "opensesame" })).not.toThrow(/opensesame/);
  expect(() => readConfig({ TERN_SECRET: "opensesame" })).toThrow(/^TERN_SECRET/);
});

test.each([
  ["true", true],
  ["false", false],
  ["1", 1],
  ["loopback, 10.0.0.0/8", "loopback,10.0.0.0/8"],
  ["::1", "::1"],
])("TRUST_PROXY=%s is understood", (text, value) => {
  expect(readConfig({ TRUST_PROXY: text }).trustProxy).toBe(value);
});
