// Nobody can send Tern to look inside the house: what may be contacted at all (attack 30).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { createEgress, isPublicAddress } from "../../federation/egress.ts";
import { Refused } from "../../src/domain/errors.ts";

const inside = [
  "http://example.org/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://0.0.0.0/",
  "https://0/",
  "https://10.0.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://224.0.0.1/",
  "https://255.255.255.255/",
  "https://169.254.169.254/latest/meta-data",
  "https://2852039166/latest/meta-data",
  "https://0xa9fea9fe/latest/meta-data",
  "https://[::ffff:169.254.169.254]/",
  "https://100.64.1.1/",
  "https://100.100.100.200/",
  "https://192.0.0.192/",
  "https://[fc00::1]/",
  "https://[fd00:ec2::254]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
  "https://[::]/",
  "https://[::127.0.0.1]/",
  "https://[64:ff9b:1::a00:1]/",
  "https://[64:ff9b::a00:1]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:7f00:1::]/",
  "https://2130706433/",
  "https://0177.0.0.1/",
  "https://0x7f.1/",
  "https://127.1/",
  "https://127.0.0.1./",
  "https://017700000001/",
  "https://①②⑦.⓪.⓪.①/",
  "https://１２７。０。０。１/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://printer.local/",
  "https://db.internal/",
  "https://metadata.google.internal/",
  "https://intranet/",
  "https://public.example./",
  "https://duskgytldkxiuqc6.onion/",
  "https://router.home.arpa/",
  "https://example.org:22/",
  "https://example.org:25/",
  "https://name:password@example.org/",
  "file:///etc/passwd",
  "gopher://example.org/",
  "data:application/json,{}",
  "ftp://example.org/",
];

test.each(inside)("attack 30: %s is not contacted", (address) => {
  const egress = createEgress({ allowPrivateAddress: false });
  expect(() => egress.check(new URL(address))).toThrow(Refused);
});

test.each([
  "https://mastodon.example/users/alice",
  "https://social.example:8443/inbox",
  "https://xn--bcher-kva.example/",
  "https://9.9.9.9/",
  "https://[2620:fe::fe]/",
])("%s may be contacted", (address) => {
  const egress = createEgress({ allowPrivateAddress: false });
  expect(() => egress.check(new URL(address))).not.toThrow();
});

test("attack 30: what is asked without a check before is refused at the socket", async () => {
  const egress = createEgress({ allowPrivateAddress: false });
  onTestFinished(() => egress.close());
  for (const address of ["https://127.0.0.1:8443/", "https://[::1]:8443/", "http://192.168.0.1/"]) {
    await expect(request(address, { dispatcher: egress.dispatcher })).rejects.toThrow(Refused);
  }
});

test("with private addresses allowed, a test may talk to a server on this machine", async () => {
  const server = createServer((_, answer) => answer.end("here"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const egress = createEgress({ allowPrivateAddress: true });
  onTestFinished(() => egress.close());
  const { port } = server.address() as AddressInfo;
  const { body } = await request(`http://localhost:${port}/`, { dispatcher: egress.dispatcher });
  expect(await body.text()).toBe("here");
  expect(() => egress.check(new URL("file:///etc/passwd"))).toThrow(Refused);
});

test("IPv6 addresses that carry an IPv4 address in disguise are not public", () => {
  expect(["::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::808:808", "not an address"].map(isPublicAddress)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
