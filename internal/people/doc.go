// Package people owns who and where: regions, organizations, users with their
// roles, sessions, how each wants pages shown, and the API clients of departments
// with the log of their calls.
//
//	region (county ─ township ─ village) ── organization ── user ── session
//	                                             └───────── API client
//
// Invariants:
//
//   - A region's id never changes; nothing new may refer to a region that is no
//     longer in force, and old papers stay readable under its name.
//   - The three administrations are three people's; which roles go together is
//     said in package roles and nowhere else. Nobody changes his own rights.
//   - A change of roles or scopes, a shut account, organization or API client hold
//     for the very next call: [Room.Authenticate] reads them anew each time.
//   - Who has a password that an administrator knows changes it before anything
//     else: [Room.Admit] refuses the rest.
//   - A client has at most two keys that work: its own, and for the days of overlap
//     the one before, never beyond that one's own end.
//   - The log of clients' calls is a help: no call waits for it or fails because of
//     it, and no number that may be somebody's is in it.
//   - No secret is stored: of passwords there is an argon2id hash, of tokens and
//     keys a SHA-256 (they are random, so it needs no salt), of account names and
//     addresses that failed to log in a keyed hash.
//   - A failed log-in does not tell why: not by its answer, not by its time.
//
// States:
//
//	organization in use ⇄ disabled (its people's sessions end, its clients' keys rest)
//	user        in use ⇄ disabled (sessions end)
//	session     open → ended (logged out, expired, password changed, user disabled)
//	API client  in use → disabled | expired (until it gets a new key)
//
// It must never delete a user, an organization or a region: papers name them.
package people
