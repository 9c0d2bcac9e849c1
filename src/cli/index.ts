// Every command there is, in the order in which the help lists them.
import { answer, answerRevise, answerWithdraw } from "./answer.ts";
import {
  allowCommand,
  blockCommand,
  blocks,
  blocksExport,
  blocksImport,
  disallow,
  unblockCommand,
} from "./block.ts";
import { collectiveCreate, collectiveEdit, collectiveList, collectiveShow } from "./collective.ts";
import type { Command } from "./command.ts";
import { complaints, complaintsSettle } from "./complaints.ts";
import { deliveries, deliveriesResend } from "./deliveries.ts";
import { demo } from "./demo.ts";
import { follow, following, unfollow } from "./follow.ts";
import { followers, followersRemove } from "./followers.ts";
import { invite } from "./invite.ts";
import { keyRotate } from "./key.ts";
import { lookup } from "./lookup.ts";
import { migrate } from "./migrate.ts";
import { moderateDelete, moderateHide, moderateList, moderateShow } from "./moderate.ts";
import { publish, revise } from "./publish.ts";
import { repost, unrepost } from "./repost.ts";
import { rules } from "./rules.ts";
import { serve } from "./serve.ts";
import { web } from "./web.ts";
import { wire } from "./wire.ts";
import { remove, withdraw } from "./withdraw.ts";
import { worker } from "./worker.ts";

export const commands: Command[] = [
  serve,
  web,
  worker,
  migrate,
  invite,
  collectiveCreate,
  collectiveShow,
  collectiveList,
  collectiveEdit,
  keyRotate,
  publish,
  revise,
  withdraw,
  remove,
  answer,
  answerRevise,
  answerWithdraw,
  followers,
  followersRemove,
  follow,
  unfollow,
  following,
  wire,
  repost,
  unrepost,
  rules,
  moderateList,
  moderateShow,
  moderateHide,
  moderateDelete,
  blockCommand,
  unblockCommand,
  blocks,
  blocksImport,
  blocksExport,
  allowCommand,
  disallow,
  complaints,
  complaintsSettle,
  deliveries,
  deliveriesResend,
  lookup,
  demo,
];
