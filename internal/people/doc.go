// Package people owns who and where: regions, organizations, users with their
// roles, sessions and the API clients of departments.
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
//   - A change of roles, a shut account and a shut API client hold for the very
//     next call: [Room.Authenticate] reads them anew each time.
//   - No secret is stored: of passwords there is an argon2id hash, of tokens and
//     keys a SHA-256 (they are random, so it needs no salt), of account names and
//     addresses that failed to log in a keyed hash.
//   - A failed log-in does not tell why: not by its answer, not by its time.
//
// States:
//
//	user        in use ⇄ disabled (sessions end)
//	session     open → ended (logged out, expired, password changed, user disabled)
//	API client  in use → disabled | expired
//
// It must never delete a user, an organization or a region: papers name them.
package people
