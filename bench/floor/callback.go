package floor

/*
#include "floor.h"
*/
import "C"

import "unsafe"

//export floorBack
func floorBack() {}

//export floorCallback
func floorCallback(arguments *C.double, length C.int32_t) (sum C.double) {
	for _, f := range unsafe.Slice(arguments, length) {
		sum += f
	}
	return sum
}
