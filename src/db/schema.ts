// All tables together; each table's file says what is in it.
import type { ActivityFormTable, ActivityTable } from "./activity.ts";
import type { AllyTable } from "./ally.ts";
import type { CollectiveTable } from "./collective.ts";
import type { CollectiveKeyTable } from "./collective_key.ts";
import type { ComplaintTable } from "./complaint.ts";
import type { DecisionTable } from "./decision.ts";
import type { DeliveryTable } from "./delivery.ts";
import type { FollowerDigestTable, FollowerTable } from "./follower.ts";
import type { GlimpseTable } from "./glimpse.ts";
import type { KvTable } from "./kv.ts";
import type { MediaFileTable, MediaTable } from "./media.ts";
import type { NodeSettingTable } from "./node_setting.ts";
import type { ObjectProofTable } from "./object_proof.ts";
import type { NodeOriginTable } from "./origin.ts";
import type { InvitationTable, PenTable, SessionTable } from "./pen.ts";
import type { ReceivedTable } from "./received.ts";
import type { RemoteActorTable } from "./remote_actor.ts";
import type { RemoteHostTable } from "./remote_host.ts";
import type { RemoteKeyTable } from "./remote_key.ts";
import type {
  PublicReportView,
  ReportLinkTable,
  ReportMediaTable,
  ReportTable,
  ReportTagTable,
} from "./report.ts";
import type { IntroductionTable, RepostTable, TranslationSourceTable } from "./repost.ts";
import type { ReportEchoTable, ResponseTable } from "./response.ts";
import type { SealedResponseTable } from "./sealed_response.ts";
import type { SealSampleTable } from "./secret.ts";
import type { TombstoneTable } from "./tombstone.ts";
import type { WireItemTable, WireOriginalTable } from "./wire.ts";

export interface Schema {
  collective: CollectiveTable;
  collective_key: CollectiveKeyTable;
  media: MediaTable;
  media_file: MediaFileTable;
  glimpse: GlimpseTable;
  report: ReportTable;
  report_tag: ReportTagTable;
  report_link: ReportLinkTable;
  report_media: ReportMediaTable;
  public_report: PublicReportView;
  tombstone: TombstoneTable;
  object_proof: ObjectProofTable;
  remote_host: RemoteHostTable;
  remote_actor: RemoteActorTable;
  remote_key: RemoteKeyTable;
  follower: FollowerTable;
  follower_digest: FollowerDigestTable;
  activity: ActivityTable;
  activity_form: ActivityFormTable;
  delivery: DeliveryTable;
  received: ReceivedTable;
  kv: KvTable;
  seal_sample: SealSampleTable;
  node_origin: NodeOriginTable;
  pen: PenTable;
  invitation: InvitationTable;
  session: SessionTable;
  response: ResponseTable;
  report_echo: ReportEchoTable;
  sealed_response: SealedResponseTable;
  decision: DecisionTable;
  complaint: ComplaintTable;
  node_setting: NodeSettingTable;
  ally: AllyTable;
  wire_original: WireOriginalTable;
  wire_item: WireItemTable;
  repost: RepostTable;
  introduction: IntroductionTable;
  translation_source: TranslationSourceTable;
}
