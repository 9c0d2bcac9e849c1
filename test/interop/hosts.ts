// The made-up hosts of the interop test, and the plain HTTP ports behind them; all inside a private network.

/** Where the TLS proxy passes requests on to, by host name. */
export const backends = { "tern.test": 3000, "london.test": 3001, "snac.test": 8001 } as const;

export type Host = keyof typeof backends;

/** Environment variables by which the entry tells the tests where things are. */
export const given = { snac: "TERN_INTEROP_SNAC", folder: "TERN_INTEROP_FOLDER" } as const;
