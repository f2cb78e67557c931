// Package openapi carries the documents of the interface, generated from the contract.
package openapi

import _ "embed"

// V31 is the OpenAPI 3.1 document.
//
//go:embed zhengcun.openapi.json
var V31 []byte

// V30 says the same in OpenAPI 3.0.3, for tools that do not read 3.1.
//
//go:embed zhengcun.openapi-3.0.json
var V30 []byte
