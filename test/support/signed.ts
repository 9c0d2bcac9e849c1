// Checks signatures of posts with libraries that share nothing with Tern.
import { createVerifier, httpbis } from "http-message-signatures";
import httpSignature from "http-signature";
import type { Posted } from "./sink.ts";

/** Whether a post is signed as draft-cavage says, with that key and for the server it came to. */
export function isSigned({ host, path, headers }: Posted, pem: string): boolean {
  const parsed = httpSignature.parseRequest({ method: "POST", url: path, headers }, { clockSkew: 1e9 });
  return headers.host === host && httpSignature.verifySignature(parsed, pem);
}

/** Whether a post is signed as RFC 9421 says, with that key. */
export async function isSignedRfc9421({ host, path, headers }: Posted, pem: string): Promise<boolean | null> {
  const keyLookup = async () => ({ verify: createVerifier(pem, "rsa-v1_5-sha256") });
  const message = {
    method: "POST",
    url: `http://${host}${path}`,
    headers: headers as Record<string, string>,
  };
  return httpbis.verifyMessage({ keyLookup, tolerance: 1e9 }, message);
}
