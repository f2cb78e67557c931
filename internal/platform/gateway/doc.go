// Package gateway serves the interface over HTTP: it turns REST into calls of
// the contract's methods, refuses what is not exactly JSON of that method, and
// puts the same headers on every answer. Beside the interface it serves the
// screens, the documentation of the interface and the probes of operators.
//
// A request passes, in this order: request id, recovery from panics, security
// headers, the client's address behind trusted proxies, the route, its path and
// query, its body with a limit, the limit of requests at once, and then the
// same steps as a gRPC call (package rpc). What is refused on the way is
// answered in the shape of every other error: google.rpc.Status in JSON.
package gateway
