// The rules of delivery: what an answer means, when to try again, when to give up, and how to say it in plain words.

/** How long a delivery is tried before it is given up, in milliseconds. */
export const patience = 6 * 24 * 3_600_000;

/** The longest pause between two tries in milliseconds, whoever asks for it. */
export const longestPause = 12 * 3_600_000;

/** After so many failures in a row a host counts as failing: then one delivery probes it and the others wait. */
export const failuresUntilFailing = 3;

/** What came of one try. */
export interface Answer {
  /** The status of HTTP; absent where there was no answer. */
  status?: number;
  /** Why there was no answer: the code of the error. */
  error?: string;
  /** How long the host asks to be left alone, in milliseconds. */
  retryAfter?: number;
}

/**
 * What follows from an answer. `delivered`, `over` (this host will never take it), `again` (the host is well, this one
 * may work later) or `down` (the host is not well).
 */
export type Verdict = "delivered" | "over" | "again" | "down";

/**
 * Judges an answer, as Mastodon does: of the 4xx only 401, 408 and 429 are worth another try. A 410 ends the delivery and
 * not the follower: an inbox may be several people's, and a proxy may err. Only their own Delete takes a follower away.
 */
export function judge({ status, error }: Answer): Verdict {
  if (error === "no key") return "again";
  if (error === "unusable") return "over";
  if (status === undefined) return "down";
  if (status >= 200 && status < 300) return "delivered";
  if (status === 401) return "again";
  if (status === 408 || status === 429) return "down";
  if (status >= 400 && status < 500) return "over";
  // Redirects among them: a signature is good for one address only, so a POST is not sent on.
  return "down";
}

/**
 * The pause before the next try in milliseconds: 30 seconds, doubled each time, up to twelve hours, and up to a quarter
 * more by chance, so that not everything comes back at once.
 * @param tries how many there were
 * @param chance from 0 to 1
 */
export function pauseAfter(tries: number, chance: number): number {
  return Math.min(30_000 * 2 ** Math.max(0, tries - 1), longestPause) * (1 + chance / 4);
}

/**
 * Reads Retry-After: seconds or a date.
 * @returns milliseconds from now, at most `longestPause`; undefined where there is nothing usable
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const isDate = /^[A-Za-z]/.test(text);
  const wait = /^\d{1,10}$/.test(text)
    ? Number(text) * 1000
    : isDate
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestPause) : undefined;
}

const familyOfMisskey: ReadonlySet<string> = new Set([
  "calckey",
  "catodon",
  "cherrypick",
  "firefish",
  "foundkey",
  "iceshrimp",
  "iceshrimp.net",
  "magnetar",
  "misskey",
  "sharkey",
]);

/** Whether a software, as NodeInfo names it, ignores the Update of an Article but takes it as that of a Note. */
export function editsOnlyNotes(software: string | null): boolean {
  return software !== null && familyOfMisskey.has(software.toLowerCase());
}

/** Kinds of reasons, for those who say them in another language. */
export type ReasonKind =
  | "arrived"
  | "untried"
  | "host waits"
  | "blocked"
  | "taken back"
  | "unusable"
  | "private"
  | "no key"
  | "timeout"
  | "no such name"
  | "name lookup"
  | "refuses connections"
  | "cut"
  | "unreachable"
  | "certificate"
  | "broken off"
  | "unreadable"
  | "signature"
  | "not from here"
  | "no inbox"
  | "gone"
  | "too large"
  | "patience"
  | "elsewhere"
  | "refused"
  | "server broken"
  | "out of service";

interface Row {
  state: string;
  last_status: number | null;
  last_error: string | null;
}

/** The kind of reason why a delivery ended or waits. */
export function reasonKind({ state, last_status: status, last_error: error }: Row): ReasonKind {
  if (state === "delivered") return "arrived";
  if (error !== null) return errorKinds[error] ?? "broken off";
  if (status !== null) return statusKind(status);
  return state === "cancelled" ? "taken back" : "untried";
}

const errorKinds: Readonly<Record<string, ReasonKind>> = {
  blocked: "blocked",
  "taken back": "taken back",
  unusable: "unusable",
  private: "private",
  "no key": "no key",
  timeout: "timeout",
  ENOTFOUND: "no such name",
  EAI_AGAIN: "name lookup",
  ECONNREFUSED: "refuses connections",
  ECONNRESET: "cut",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_SOCKET: "cut",
  CERT_HAS_EXPIRED: "certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate",
};

function statusKind(status: number): ReasonKind {
  const kinds: Readonly<Record<number, ReasonKind>> = {
    400: "unreadable",
    401: "signature",
    403: "not from here",
    404: "no inbox",
    405: "no inbox",
    408: "timeout",
    410: "gone",
    413: "too large",
    429: "patience",
    502: "out of service",
    503: "out of service",
    504: "out of service",
  };
  const kind = kinds[status];
  if (kind !== undefined) return kind;
  if (status >= 300 && status < 400) return "elsewhere";
  return status >= 400 && status < 500 ? "refused" : "server broken";
}

/** Whether a failed delivery was given up because its days were over, and not because it never can arrive. */
export function isGivenUp({ state, last_status: status, last_error: error }: Row): boolean {
  return state === "failed" && error !== "unusable" && !(status !== null && judge({ status }) === "over");
}

/** Why a delivery ended or waits, in sentences for the person who reads the ledger. */
export function reasonInWords(row: Row): string {
  if (row.state === "delivered") return "It has arrived.";
  const { last_status: status, last_error: error } = row;
  const why =
    error !== null
      ? (withoutAnswer.get(error) ?? "The connection broke off.")
      : status !== null
        ? withStatus(status)
        : "";
  if (row.state === "cancelled") return why || withoutAnswer.get("taken back")!;
  if (row.state === "pending") return why || "It has not been tried yet.";
  return isGivenUp(row) ? `Given up after six days. ${why}`.trim() : why;
}

const withoutAnswer = new Map(
  Object.entries({
    blocked: "This node does not speak to that server.",
    "taken back": "The text was taken back before this could arrive.",
    unusable: "The address of the inbox cannot be used.",
    private: "The server is not in the public internet.",
    "no key": "This node could not sign it: the key could not be read.",
    timeout: "The server did not answer in time.",
    ENOTFOUND: "There is no server of that name.",
    EAI_AGAIN: "The name of the server could not be looked up.",
    ECONNREFUSED: "The server refuses connections.",
    ECONNRESET: "The server cut the connection.",
    EHOSTUNREACH: "The server cannot be reached.",
    ENETUNREACH: "The server cannot be reached.",
    ETIMEDOUT: "The server could not be reached in time.",
    UND_ERR_CONNECT_TIMEOUT: "The server could not be reached in time.",
    UND_ERR_HEADERS_TIMEOUT: "The server did not answer in time.",
    UND_ERR_BODY_TIMEOUT: "The server did not answer in time.",
    UND_ERR_SOCKET: "The server cut the connection.",
    CERT_HAS_EXPIRED: "The server's certificate has expired.",
    DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is not from an authority that is known here.",
    SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate is not from an authority that is known here.",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server's certificate is not from an authority that is known here.",
    ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name.",
  }),
);

const statuses: Readonly<Record<number, string>> = {
  400: "The server could not read it (400).",
  401: "The server does not accept the signature (401).",
  403: "The server does not take anything from this node (403).",
  404: "The inbox does not exist (404).",
  405: "The address is not an inbox (405).",
  408: "The server gave up waiting (408).",
  410: "The inbox is gone for good (410).",
  413: "The server does not take anything that large (413).",
  429: "The server asks for patience (429).",
  500: "The server has an error of its own (500).",
  501: "The server cannot do what an inbox does (501).",
  502: "The server is down behind its proxy (502).",
  503: "The server is out of service for now (503).",
  504: "The server did not answer its proxy in time (504).",
};

function withStatus(status: number): string {
  if (status in statuses) return statuses[status]!;
  if (status >= 300 && status < 400)
    return `The server sends inbox mail elsewhere, which is not followed (${status}).`;
  if (status >= 400 && status < 500) return `The server refuses it (${status}).`;
  return `The server has an error of its own (${status}).`;
}
