// Hears what PostgreSQL is told to notify, over a connection that does nothing else.
import pg from "pg";
import { addressOf, type Db } from "./open.ts";

/**
 * Listens on a channel, and connects again whenever the connection breaks. What is notified in between is lost: look
 * for yourself now and then.
 * @param db as `openDatabase` gave it
 * @param heard called for every notification, and whenever the connection stands
 * @returns stops listening
 */
export function listen(db: Db, channel: string, heard: () => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let isStopped = false;
  const connect = () => {
    const next = new pg.Client({ ...addressOf(db), keepAlive: true, application_name: "tern listens" });
    client = next;
    const lost = () => {
      if (client !== next) return;
      client = undefined;
      next.end().catch(() => {});
      if (!isStopped) again = setTimeout(connect, 1_000);
    };
    next.on("notification", heard);
    next.on("error", lost);
    next.on("end", lost);
    next
      .connect()
      .then(() => next.query(`listen ${next.escapeIdentifier(channel)}`))
      .then(heard, lost);
  };
  connect();
  return async () => {
    isStopped = true;
    clearTimeout(again);
    const last = client;
    client = undefined;
    await last?.end().catch(() => {});
  };
}
