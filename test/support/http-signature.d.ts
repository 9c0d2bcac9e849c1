declare module "http-signature" {
  import type { IncomingHttpHeaders } from "node:http";

  interface Parsed {
    signingString: string;
    keyId: string;
    algorithm: string;
    params: { headers: string[]; signature: string };
  }
  export function parseRequest(
    request: { method: string; url: string; httpVersion?: string; headers: IncomingHttpHeaders },
    options?: { clockSkew?: number; headers?: string[] },
  ): Parsed;
  export function verifySignature(parsed: Parsed, publicPem: string): boolean;
}
