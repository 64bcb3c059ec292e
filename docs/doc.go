// Package docs has documents for who starts with this module, and the tests that
// hold what they say to be true.
package docs
