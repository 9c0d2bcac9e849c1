// Proofs of what collectives have written, each made once for one wording, so that serving a text does not sign it again.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table object_proof (
    object uuid constraint object_proof_pk primary key,
    collective uuid not null constraint object_proof_collective references collective on delete cascade,
    digest bytea not null constraint object_proof_digest_length check (octet_length(digest) = 32),
    created timestamptz not null,
    value text not null constraint object_proof_value_length check (char_length(value) <= 200)
  )`,
  `comment on table object_proof is 'Object integrity proofs (FEP-8b32) of texts, answers and introductions, by their UUID'`,
  `comment on column object_proof.digest is 'SHA-256 of the key and the document: another wording or another key needs another proof'`,
  `comment on column object_proof.value is 'the signature (multibase)'`,
  `create index object_proof_of_collective on object_proof (collective)`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
