// The parts of an activity that handlers read, from the JSON that the guard let pass.
import { idOf, toAddress } from "../address.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";

/** An object inside an activity, as it was written. */
export type Embedded = Record<string, unknown>;

/** Who says it; the guard has made sure that it is one address. */
export function actorOf({ activity }: Inbound): string {
  return activity.actor as string;
}

/** The activity's own address; undefined where it has none of its actor's origin. */
export function idOfActivity({ activity }: Inbound): string | undefined {
  return activity.id as string | undefined;
}

/** The only object: itself where it is embedded or an address, without the list around it. */
export function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** The only object, where it is embedded. */
export function embeddedIn(value: unknown): Embedded | undefined {
  const object = only(value);
  return typeof object === "object" && object !== null && !Array.isArray(object)
    ? (object as Embedded)
    : undefined;
}

/** The address of the only object. */
export function objectOf({ activity }: Inbound): string | undefined {
  return addressOf(activity.object) ?? undefined;
}

/** The address that an embedded activity has, where it is its actor's to give. */
export function ownIdOf(embedded: Embedded, actor: string): string | undefined {
  const id = idOf(embedded);
  return toAddress(id)?.origin === new URL(actor).origin ? id : undefined;
}

/** The type of what is embedded, where it has exactly one. */
export function typeOf({ type }: Embedded): string {
  return typeof type === "string" ? type : "";
}
