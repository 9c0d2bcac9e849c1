// Whose a key is, by its name: what is before the # as a rule, or whoever is found at its own address (GoToSocial's `/main-key`).
import { Refused } from "../src/domain/errors.ts";
import { idOf, toAddress } from "./address.ts";
import type { Fetcher } from "./fetcher.ts";

/**
 * Finds the actor that says to own a key which has an address of its own; whether that is so, the actor's document
 * says. At the address is the actor itself, or as much of it as anybody may see, or nothing but the key.
 * @throws {NotFound | Gone | Refused | Unavailable} as `getJson` does; Refused too where nobody on that server owns it
 */
export async function fetchKeyOwner(fetcher: Fetcher, keyId: string): Promise<string> {
  const { json } = await fetcher.getJson(keyId);
  const { id, owner, controller, publicKey } = json as Record<string, unknown>;
  const actor = publicKey !== undefined ? id : (idOf(owner) ?? idOf(controller));
  if (typeof actor === "string" && toAddress(actor)?.origin === new URL(keyId).origin) return actor;
  throw new Refused(`Nobody owns the key ${keyId}.`);
}
