// Package audit keeps the log of business actions: one entry per action, each
// carrying the hash of the one before, in the same transaction as the change.
//
// # Encoding, format 1
//
// A field is its length in bytes as an unsigned 64-bit big-endian number and
// then its bytes. Text is UTF-8 as stored, an integer is 8 bytes big-endian
// two's complement (so its length is 8). With H the algorithm that alg names:
//
//	content = H("zhengcun audit entry", format, alg, at, actor_id, actor_name, actor_roles, actor_org,
//	            on_behalf_of, client_ip, session_id, request_id, action, object_type, object_id, village_id,
//	            purpose, before, after, result, rule_versions, rows)
//	hash    = H("zhengcun audit link", seq, prev_hash, content)
//
// So the hash covers every other column, and all of it except the link is
// computed before the head is locked. Entry 1 has a prev_hash of 32 zero bytes.
// An entry keeps the format it was written in; a new format is a new number,
// and old ones stay verifiable. testdata/vectors.json has worked examples.
//
// # Promises
//
//   - Sequence numbers have no gap and no fork: number and previous hash come
//     from the locked head row, never from a sequence, and triggers refuse an
//     entry that does not follow the head. A gap is a sign of tampering.
//   - Nothing is changed or removed through the application's connection. On
//     PostgreSQL its role has no right to (see [Grants]) and triggers refuse; on
//     SQLite only the triggers do, and the file's owner can drop them.
//   - What an owner or superuser changes is found by [Verify]. Someone who can
//     rewrite the whole chain and its head is found only through a [Head] noted
//     elsewhere: print it, send it away, keep it.
//
// The log does not prove that what was entered is true, nor what was left out
// before it was hashed.
//
// # Duty of callers
//
// Entries can never be erased. Personal data goes into Before, After and Purpose
// only as ciphertext or keyed hash (package privacy), so that losing a key erases
// the data and leaves the chain whole.
package audit
