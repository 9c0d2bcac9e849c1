// A certificate authority for one run: it signs the names of the test's hosts and is trusted by nobody else.
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a TLS server shows: a private key and a certificate, both PEM. */
export interface Credentials {
  key: string;
  cert: string;
}

/**
 * Makes an authority and one certificate for all names, with openssl.
 * @param folder where the files go: `ca.crt` to be trusted, `leaf.key` and `leaf.crt` for the server
 * @param names the hosts that the certificate is for
 */
export async function makeAuthority(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await openssl(
    ...["req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2"],
    ...["-subj", "/CN=Tern interop authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
  );
  await openssl("req", ...key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", `/CN=${names[0]}`);
  await writeFile(
    join(folder, "leaf.ext"),
    [
      `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`,
      "extendedKeyUsage=serverAuth",
      "basicConstraints=CA:FALSE",
    ].join("\n"),
  );
  await openssl(
    ...["x509", "-req", "-in", "leaf.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"],
    ...["-out", "leaf.crt", "-days", "2", "-extfile", "leaf.ext"],
  );
}

/** Reads what a server of the authority shows. */
export async function readCredentials(folder: string): Promise<Credentials> {
  const [key, cert] = await Promise.all(
    ["leaf.key", "leaf.crt"].map((name) => readFile(join(folder, name), "utf8")),
  );
  return { key: key!, cert: cert! };
}
