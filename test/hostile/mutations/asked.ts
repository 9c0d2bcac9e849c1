// The checks of who may follow and be followed, and of what allies have proven.
import type { Mutation } from "../mutation.ts";

const allies = "test/hostile/allies.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 15,
    check: "a Follow is answered by whoever was asked",
    patches: [
      {
        file: "federation/inbox/own_follow.ts",
        find: 'embedded.type !== "Follow" || addressOf(embedded.object) !== actorOf(inbound)',
        replace: 'embedded.type !== "Follow"',
      },
      {
        file: "federation/inbox/accept.ts",
        find: "await followAccepted(data.site, actorOf(data), follow);",
        replace:
          "await followAccepted(data.site, (data.activity.object as { object?: string }).object ?? actorOf(data), follow);",
      },
    ],
    test: allies,
  },
  {
    attack: 15,
    check: "only a Follow that was sent can be accepted",
    patches: [
      {
        file: "src/newsroom/follow_answered.ts",
        find: "if (ally !== undefined) await work(db, collective, ally.state);",
        replace: `if (ally !== undefined) await work(db, collective, ally.state);
    else await db.insertInto("ally").values({ collective, actor, state: "accepted", follow: crypto.randomUUID() }).execute();`,
      },
    ],
    test: allies,
  },
  {
    attack: 16,
    check: "only the very address of a collective is followed",
    patches: [
      {
        file: "federation/inbox/addressed.ts",
        find: "ownId(site.config.origin, ap.collective, address)",
        replace: "/\\/ap\\/groups\\/([0-9a-f-]{36})/.exec(address)?.[1]",
      },
    ],
    test: "test/hostile/inbox.test.ts",
  },
  {
    attack: 26,
    check: "a proof is of the text that is read, not of another that is put into it",
    patches: [
      {
        file: "federation/proof.ts",
        find: "(isText ? [json] : around)",
        replace: "(isText ? [asJson(json.object), json] : around)",
      },
    ],
    test: allies,
  },
];
