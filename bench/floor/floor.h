// The work of the benchmarks in plain C++ against V8's API: what any binding
// costs at least. Each function does its work n times in a loop and returns a
// sum that the caller checks; n times in one call it is V8's own cost, once in
// n calls it is that with a crossing from Go.
#ifndef FLOOR_H_
#define FLOOR_H_

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct floor_engine floor_engine;

void floor_empty(void);
void floor_back(int64_t n);  // calls Go, which does nothing

// An isolate, with a context and a script. NULL when V8 does not start.
floor_engine* floor_new(const char* script);
void floor_free(floor_engine*);

// Locks and enters the isolate and the context on this thread, and evaluates
// source to the value that the work is done on. False when it throws.
bool floor_enter(floor_engine*, const char* source, bool go_callback);
void floor_leave(floor_engine*);

// Inside floor_enter.
typedef enum { FLOOR_BARE, FLOOR_TRY_CATCH, FLOOR_SETJMP } floor_guard;
double floor_call(floor_engine*, int32_t argc, floor_guard guard, int64_t n);
double floor_callback(floor_engine*, int64_t n);  // the value calls back n times
double floor_get(floor_engine*, int64_t n);
double floor_set(floor_engine*, int64_t n);
double floor_index(floor_engine*, int64_t n);
double floor_is_number(floor_engine*, int64_t n);
double floor_construct(floor_engine*, int64_t n);
double floor_string_in(floor_engine*, const char* text, int64_t n);  // of 32 bytes
double floor_string_out(floor_engine*, int64_t n);
double floor_compile_run(floor_engine*, int64_t n);  // the source that was entered with
double floor_new_context(floor_engine*, int64_t n);

// Outside of it.
double floor_enter_run_leave(floor_engine*, int64_t n);  // the script of floor_new
double floor_new_isolate(int64_t n);

#ifdef __cplusplus
}
#endif
#endif  // FLOOR_H_
