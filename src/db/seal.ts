// Seals what must not be readable from a dump of the database: AES-256-GCM under a key that is not in it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Seals and opens; a thing sealed for one purpose does not open for another. */
export interface Sealer {
  seal(purpose: string, plain: Uint8Array): Buffer;
  /** @throws when it was sealed with another secret or for another purpose, or was changed */
  open(purpose: string, sealed: Uint8Array): Buffer;
  /** Bytes that only this secret gives, always the same for the same purpose. */
  derive(purpose: string, length: number): Buffer;
}

/** A sealer over a secret of at least 32 characters or bytes. */
export function createSealer(secret: string | Uint8Array): Sealer {
  const keyFor = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), `tern ${purpose}`, 32));
  return {
    derive: (purpose, length) =>
      Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), `tern derived ${purpose}`, length)),
    seal(purpose, plain) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), iv);
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open(purpose, sealed) {
      const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
  };
}
