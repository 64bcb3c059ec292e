// The C ABI of the shim: what package v8 calls, one block a V8 class, in the
// order of the .cc files that implement them.
//
// Conventions, which every function keeps:
//  - shim_<class>_<method> is v8::Class::Method.
//  - A shim_ref is the address of a v8::Local's slot; it is valid until the
//    HandleScope that was innermost when it was made is closed. 0 is empty.
//  - Anything that can fail returns a status; the failure's text is then in
//    the isolate's one failure slot (shim_isolate_failure).
//  - Unless it says "any thread", a function may only be called by the thread
//    that has entered the isolate last; elsewhere it returns
//    SHIM_STATUS_WRONG_THREAD and touches nothing.
#ifndef CSHIM_H_
#define CSHIM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uintptr_t shim_ref;
typedef struct shim_isolate shim_isolate;

typedef enum {
  SHIM_STATUS_OK = 0,
  SHIM_STATUS_EXCEPTION,       // JavaScript threw; see the failure slot
  SHIM_STATUS_TERMINATED,      // TerminateExecution reached it
  SHIM_STATUS_HEAP_LIMIT,      // terminated because the heap limit was near
  SHIM_STATUS_DEAD,            // V8 gave up on this isolate; nothing runs in it again
  SHIM_STATUS_WRONG_THREAD,    // the isolate is not current on this thread
  SHIM_STATUS_TOO_LONG,        // longer than v8::String::kMaxLength
} shim_status;

// What a value is. A kind decides every Is predicate of v8::Value, so that a
// type test of a value in hand needs no crossing.
typedef enum {
  SHIM_KIND_UNDEFINED = 0,
  SHIM_KIND_NULL,
  SHIM_KIND_BOOLEAN,  // bits: 0 or 1
  SHIM_KIND_NUMBER,   // bits: the float64
  SHIM_KIND_BIGINT,   // from here on bits is a shim_ref
  SHIM_KIND_STRING,
  SHIM_KIND_SYMBOL,
  SHIM_KIND_OBJECT,
  SHIM_KIND_FUNCTION,
  SHIM_KIND_ASYNC_FUNCTION,
  SHIM_KIND_GENERATOR_FUNCTION,
  SHIM_KIND_ASYNC_GENERATOR_FUNCTION,
  SHIM_KIND_ARRAY,
  SHIM_KIND_ARGUMENTS,
  SHIM_KIND_DATE,
  SHIM_KIND_REGEXP,
  SHIM_KIND_ERROR,
  SHIM_KIND_MAP,
  SHIM_KIND_SET,
  SHIM_KIND_MAP_ITERATOR,
  SHIM_KIND_SET_ITERATOR,
  SHIM_KIND_WEAK_MAP,
  SHIM_KIND_WEAK_SET,
  SHIM_KIND_WEAK_REF,
  SHIM_KIND_PROMISE,
  SHIM_KIND_PROXY,
  SHIM_KIND_PROXY_FUNCTION,
  SHIM_KIND_GENERATOR_OBJECT,
  SHIM_KIND_BOOLEAN_OBJECT,
  SHIM_KIND_NUMBER_OBJECT,
  SHIM_KIND_STRING_OBJECT,
  SHIM_KIND_SYMBOL_OBJECT,
  SHIM_KIND_BIGINT_OBJECT,
  SHIM_KIND_ARRAY_BUFFER,
  SHIM_KIND_SHARED_ARRAY_BUFFER,
  SHIM_KIND_DATA_VIEW,
  SHIM_KIND_INT8_ARRAY,
  SHIM_KIND_UINT8_ARRAY,
  SHIM_KIND_UINT8_CLAMPED_ARRAY,
  SHIM_KIND_INT16_ARRAY,
  SHIM_KIND_UINT16_ARRAY,
  SHIM_KIND_INT32_ARRAY,
  SHIM_KIND_UINT32_ARRAY,
  SHIM_KIND_FLOAT16_ARRAY,
  SHIM_KIND_FLOAT32_ARRAY,
  SHIM_KIND_FLOAT64_ARRAY,
  SHIM_KIND_BIGINT64_ARRAY,
  SHIM_KIND_BIGUINT64_ARRAY,
  SHIM_KIND_EXTERNAL,
  SHIM_KIND_WASM_MEMORY,
  SHIM_KIND_WASM_MODULE,
  SHIM_KIND_MODULE_NAMESPACE,
  SHIM_KIND_DATA,  // no v8::Value: a script, a template, a context ...
} shim_kind;

// A value, in either direction. Undefined, null, booleans and numbers are in
// bits themselves; all else is a shim_ref there.
typedef struct {
  uint64_t bits;
  uint32_t kind;
  uint32_t status;
} shim_value;

// Bytes that the shim lends: valid until the next call on the same isolate.
typedef struct {
  const char* data;
  size_t length;
  uint32_t status;
} shim_text;

// Bytes that the caller lends for the call.
typedef struct {
  const char* data;
  size_t length;
} shim_bytes;

// A property key: text, or a number (an index), or a value.
typedef struct {
  shim_bytes text;   // when value.kind is SHIM_KIND_DATA
  shim_value value;  // otherwise
} shim_key;

// v8.cc: V8, process-wide --------------------------------------------------

// Each returns NULL, or what is wrong: a string that lives as long as the
// process. Not to be called at the same time as each other.
const char* shim_v8_set_flag(const char* flag);  // before shim_v8_initialize
const char* shim_v8_initialize(const char* executable_path);
const char* shim_v8_dispose(void);

const char* shim_v8_version(void);          // what is linked
const char* shim_v8_version_headers(void);  // what the shim was compiled for

// Any thread.
typedef struct {
  int64_t isolates;
  int64_t contexts;
  int64_t scopes;
  int64_t external_bytes;  // ArrayBuffer memory
} shim_counters;
shim_counters shim_v8_counters(void);

// Any thread. Tells threads apart.
uintptr_t shim_v8_thread(void);

// isolate.cc: v8::Isolate --------------------------------------------------

typedef struct {
  size_t heap_limit;  // bytes; 0 is V8's default
  uint64_t id;        // by which callbacks name the isolate
} shim_isolate_options;

// Any thread. NULL with *error set when V8 can't hold another isolate.
shim_isolate* shim_isolate_new(const shim_isolate_options* options, const char** error);
// Any thread, once no thread has entered it.
void shim_isolate_dispose(shim_isolate*);

// Locks the isolate to this thread, enters it and context (0: none), and opens
// a HandleScope; enters nest. Leaves are strictly last in, first out. The
// result's bits are shim_v8_thread().
shim_value shim_isolate_enter(shim_isolate*, shim_ref context);
// Closes what the last enter opened. The outermost leave first runs
// microtasks and platform tasks when drain is set.
shim_status shim_isolate_leave(shim_isolate*, bool drain);
// Any thread, while the isolate is not being disposed of. All that runs, and
// all that is started before the outermost leave, ends in
// SHIM_STATUS_TERMINATED. False when nothing runs or it was told before.
bool shim_isolate_terminate(shim_isolate*);
// Whether it was, and the outermost leave has not come yet, or it is dead.
bool shim_isolate_is_terminating(shim_isolate*);

// The isolate can never be used again: Go code has left its frames without
// unwinding them.
void shim_isolate_abandon(shim_isolate*, shim_bytes reason);
// Takes a termination back, so that this entry can go on.
void shim_isolate_cancel_terminate(shim_isolate*);

typedef enum {
  SHIM_FRAME_EVAL = 1,
  SHIM_FRAME_CONSTRUCTOR = 2,
  SHIM_FRAME_WASM = 4,
} shim_frame_flags;
typedef struct {
  shim_bytes function;
  shim_bytes script;
  int32_t line;  // from 1
  int32_t column;
  uint32_t flags;
} shim_stack_frame;

// Why the last call failed.
typedef struct {
  shim_bytes message;      // of an exception, without "Uncaught "; of a dead isolate, V8's last words
  shim_bytes resource;     // the script's name
  shim_bytes source_line;
  int32_t line;            // from 1, or 0 when not known
  int32_t column;          // from 1
  const shim_stack_frame* frames;  // innermost first
  size_t frame_count;
  shim_value thrown;
  shim_bytes thrown_text;  // of a thrown string or BigInt
  uint32_t reference;      // of the Go error that was thrown, or 0
} shim_failure;
// Any thread, after a failure and before the next call.
const shim_failure* shim_isolate_failure(shim_isolate*);

// exception.cc: v8::Exception ----------------------------------------------

typedef enum {
  SHIM_ERROR = 0,
  SHIM_RANGE_ERROR,
  SHIM_REFERENCE_ERROR,
  SHIM_SYNTAX_ERROR,
  SHIM_TYPE_ERROR,
} shim_error_kind;
// cause may be undefined: none.
shim_value shim_exception_new(shim_isolate*, int32_t kind, shim_bytes message, shim_value cause);
// Fills the failure slot as if value had been thrown, and returns value's own
// "cause", if it is an error that has one as a plain data property.
shim_value shim_exception_describe(shim_isolate*, shim_ref value);

// reference.cc: Go values that JavaScript holds ----------------------------

// Go keeps the value in a table under an id from 1 on. When object is
// collected, id is among the isolate's collected references.
shim_status shim_reference_track(shim_isolate*, shim_ref object, uint32_t id);
// As shim_reference_track, and shim_reference_of(object) is id from then on.
shim_status shim_reference_attach(shim_isolate*, shim_ref object, uint32_t id);
shim_value shim_reference_of(shim_isolate*, shim_ref object);
typedef struct {
  const uint32_t* ids;
  size_t count;
} shim_references;
// The references collected since the last call. With the isolate's lock held.
shim_references shim_reference_collected(shim_isolate*);

// handle_scope.cc: v8::HandleScope ------------------------------------------

shim_status shim_handle_scope_open(shim_isolate*);
shim_status shim_handle_scope_close(shim_isolate*);

// context.cc: v8::Context --------------------------------------------------

// *context is owned: the caller closes it.
shim_status shim_context_new(shim_isolate*, shim_ref* context);
void shim_context_close(shim_isolate*, shim_ref context);
shim_value shim_context_global(shim_isolate*, shim_ref context);

// script.cc: v8::Script ----------------------------------------------------

shim_value shim_script_compile(shim_isolate*, shim_bytes source, shim_bytes name,
                               shim_bytes source_map_url, int32_t line_offset,
                               int32_t column_offset);
shim_value shim_script_run(shim_isolate*, shim_ref script);

// value.cc: v8::Value ------------------------------------------------------

// The value as text without running JavaScript: v8::Value::ToDetailString.
shim_text shim_value_detail(shim_isolate*, shim_ref value);

// object.cc: v8::Object ----------------------------------------------------

shim_value shim_object_new(shim_isolate*);
shim_value shim_object_get(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_set(shim_isolate*, shim_ref object, shim_key key, shim_value value);
shim_value shim_object_has(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_has_own_property(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_delete(shim_isolate*, shim_ref object, shim_key key);

// function.cc: v8::Function ------------------------------------------------

// argv may be reused as soon as JavaScript runs.
shim_value shim_function_call(shim_isolate*, shim_ref function, shim_value receiver, int32_t argc,
                              const shim_value* argv);
shim_value shim_function_new_instance(shim_isolate*, shim_ref function, int32_t argc,
                                      const shim_value* argv);

// A call of JavaScript to Go. It is valid until the Go function returns.
enum { SHIM_EAGER_ARGUMENTS = 8 };
typedef struct {
  const void* info;   // v8::FunctionCallbackInfo
  uint64_t isolate;   // shim_isolate_options.id
  uint32_t callback;  // the Go function's reference
  uint32_t length;    // how many arguments
  shim_value result;  // from Go: the value; with SHIM_STATUS_EXCEPTION what to throw
  shim_value arguments[SHIM_EAGER_ARGUMENTS];  // the first ones
} shim_function_callback;

// The functions in Go that the shim calls; set once, before any isolate.
typedef struct {
  void (*function_callback)(shim_function_callback*);
} shim_callbacks;
void shim_v8_set_callbacks(const shim_callbacks*);

// callback is a reference; it is collected with the function.
shim_value shim_function_new(shim_isolate*, uint32_t callback, shim_bytes name, int32_t length,
                             bool constructor);
shim_value shim_function_callback_argument(const shim_function_callback*, uint32_t index);
shim_value shim_function_callback_this(const shim_function_callback*);
shim_value shim_function_callback_new_target(const shim_function_callback*);

// string.cc: v8::String ----------------------------------------------------

shim_value shim_string_new(shim_isolate*, shim_bytes utf8);
// Lone surrogates come out as U+FFFD.
shim_text shim_string_utf8(shim_isolate*, shim_ref string);
// In UTF-16 code units.
shim_value shim_string_length(shim_isolate*, shim_ref string);

#ifdef __cplusplus
}
#endif
#endif  // CSHIM_H_
