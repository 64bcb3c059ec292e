// AddressSanitizer marks what is between a frame's variables, and unmarks it
// when the frame's function returns. runtime.Goexit in a callback leaves frames
// that never do, and new ones in their place would be taken for overflows. cgo
// has the sanitizer look at C, and not at C++: hence this file.
#ifdef __SANITIZE_ADDRESS__

#include <sanitizer/asan_interface.h>
#include <stddef.h>

void shim_forget_stack(void* lowest) {
  char* here = (char*)__builtin_frame_address(0);
  __asan_unpoison_memory_region(lowest, (size_t)(here - (char*)lowest));
  __asan_handle_no_return();  // what is above
}

#else

void shim_forget_stack(void* lowest) { (void)lowest; }

#endif
