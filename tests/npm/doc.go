// Package npm has tests that import packages of the npm registry, unbundled and as
// they come. `make npm` fetches these, which needs npm, and runs the tests; `make
// test` leaves them out.
package npm
