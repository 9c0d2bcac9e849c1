// A certificate for 127.0.0.1, made by hand in a few bytes of DER, so that tests with TLS need no program beside Node.
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";

/** What a TLS server shows: a private key and a certificate, both PEM. */
export interface Credentials {
  key: string;
  cert: string;
}

const ecdsaWithSha256 = sequence(hex("06082a8648ce3d040302"));
const commonName = hex("0603550403");
const basicConstraints = hex("0603551d13");
const subjectAltName = hex("0603551d11");
const yes = hex("0101ff");
const day = 24 * 60 * 60 * 1000;

/** Makes a certificate that vouches for itself and is good for a day. https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export function makeCertificate(): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from("127.0.0.1")))));
  const extensions = sequence(
    sequence(basicConstraints, yes, der(0x04, sequence(yes))),
    sequence(subjectAltName, der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1]))))),
  );
  const certificate = sequence(
    der(0xa0, hex("020102")),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    name,
    sequence(moment(Date.now() - day), moment(Date.now() + day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", certificate, privateKey));
  const cert = new X509Certificate(sequence(certificate, ecdsaWithSha256, signature)).toString();
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  // The shortest form is the only one.
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** UTCTime, to the second. */
function moment(time: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(time).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
}

function hex(bytes: string): Buffer {
  return Buffer.from(bytes, "hex");
}
