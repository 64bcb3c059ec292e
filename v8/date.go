package v8

/*
#include "cshim.h"

#cgo nocallback shim_date_new
#cgo nocallback shim_date_value_of
*/
import "C"

import (
	"math"
	"time"
)

// A Date is a point in time, in whole milliseconds, or invalid. It is scoped.
//
// V8: [v8::Date]. ECMAScript: [Date objects].
//
// [v8::Date]: https://v8.github.io/api/head/classv8_1_1Date.html
// [Date objects]: https://tc39.es/ecma262/#sec-date-objects
type Date struct{ Object }

// maxDate is how far from 1970 a Date can be, in milliseconds.
const maxDate = 8.64e15

// NewDate makes a Date of t, down to the millisecond; its time zone is lost. A
// t outside JavaScript's range, which is 271,821 years to either side of 1970,
// makes an invalid Date.
//
// V8: [v8::Date::New]. ECMAScript: [TimeClip].
//
// [v8::Date::New]: https://v8.github.io/api/head/classv8_1_1Date.html
// [TimeClip]: https://tc39.es/ecma262/#sec-timeclip
func (s *Scope) NewDate(t time.Time) (Date, error) {
	if seconds := t.Unix(); seconds > maxDate/1000 || seconds < -maxDate/1000 {
		return s.NewDateFromMilliseconds(math.NaN()) // UnixMilli may overflow
	}
	return s.NewDateFromMilliseconds(float64(t.UnixMilli()))
}

// NewDateFromMilliseconds makes a Date as new Date(milliseconds) does, since
// the beginning of 1970 in UTC. NaN and what is out of range make an invalid
// Date.
//
// V8: [v8::Date::New]. ECMAScript: [TimeClip].
//
// [v8::Date::New]: https://v8.github.io/api/head/classv8_1_1Date.html
// [TimeClip]: https://tc39.es/ecma262/#sec-timeclip
func (s *Scope) NewDateFromMilliseconds(milliseconds float64) (Date, error) {
	i := s.check()
	v, err := i.result(C.shim_date_new(i.shim, C.double(milliseconds)), "new Date", "")
	return Date{Object{v}}, err
}

// AsDate is the value if it is a Date.
func (v Value) AsDate() (d Date, ok bool) {
	if !v.IsDate() {
		return Date{}, false
	}
	return Date{Object{v}}, true
}

// ValueOf is the Date's milliseconds since the beginning of 1970 in UTC, or NaN
// for an invalid Date.
//
// V8: [v8::Date::ValueOf].
//
// [v8::Date::ValueOf]: https://v8.github.io/api/head/classv8_1_1Date.html
func (d Date) ValueOf() float64 {
	i := d.checkAs(KindDate, KindDate)
	r := C.shim_date_value_of(i.shim, d.ref())
	i.checkRead(r.status)
	return numberOf(uint64(r.bits))
}

// Time is the Date in UTC, and false for an invalid Date.
func (d Date) Time() (t time.Time, ok bool) {
	milliseconds := d.ValueOf()
	if math.IsNaN(milliseconds) {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(milliseconds)).UTC(), true
}
