// The C ABI of the shim: what package v8 calls, in blocks, each headed by the .cc
// files that define it. A file's name begins with the class that it is of.
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
typedef struct shim_microtask_queue shim_microtask_queue;

typedef enum {
  SHIM_STATUS_OK = 0,
  SHIM_STATUS_EXCEPTION,     // JavaScript threw; see the failure slot
  SHIM_STATUS_TERMINATED,    // TerminateExecution reached it
  SHIM_STATUS_HEAP_LIMIT,    // terminated because the heap limit was near
  SHIM_STATUS_DEAD,          // V8 gave up on this isolate; nothing runs in it again
  SHIM_STATUS_WRONG_THREAD,  // the isolate is not current on this thread
  SHIM_STATUS_TOO_LONG,      // longer than v8::String::kMaxLength
  SHIM_STATUS_REJECTIONS,    // promises were rejected and nothing handles them
  SHIM_STATUS_TASKS,         // see shim_isolate_leave
  SHIM_STATUS_NOT_PLAIN,     // see shim_value_read_plain
  SHIM_STATUS_TOO_MANY,      // more values than the caller takes
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

// Values that the shim lends: valid until the next call on the same isolate.
// What they refer to is in the innermost HandleScope.
typedef struct {
  const shim_value* data;
  size_t count;
  uint32_t status;
} shim_values;

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

// Whether the program was linked with the wraps of engine.txt.
bool shim_v8_wraps(void);
// Any thread. Tells threads apart.
uintptr_t shim_v8_thread(void);

// v8_counters.cc: what there is in the process -----------------------------

// Any thread.
typedef struct {
  int64_t isolates;
  int64_t contexts;
  int64_t scopes;
  int64_t globals;             // made by shim_global_new
  int64_t references;          // tracked
  int64_t templates;           // that Go holds
  int64_t external_bytes;      // ArrayBuffer and WebAssembly memory
  int64_t reserved_bytes;      // of addresses, and
  int64_t mappings;            // of the kernel; see backing_pages.h
  int64_t serialized_values;   // made by shim_serialized_value_new
  int64_t abandoned_isolates;  // that died in a garbage collection
  int64_t abandoned_threads;   // of V8, on which something died
  int64_t abandoned_bytes;     // of C++ memory that no destructor has freed
  int64_t crashes;             // that shim_v8_contain_crashes has contained
} shim_counters;
shim_counters shim_v8_counters(void);

// crash.cc: faults of V8 ---------------------------------------------------

// A fault in V8 that has not ended the process.
typedef enum {
  SHIM_PLACE_MACHINE_CODE,
  SHIM_PLACE_CPP,
  SHIM_PLACE_NOWHERE,  // the program counter was wrong
  SHIM_PLACE_LIBRARY,  // of another
} shim_place;
typedef struct {
  uint64_t program_counter;
  uint64_t address;  // that could not be used
  int32_t signal;
  uint32_t place;
  bool own_thread;  // one of V8's
} shim_crash;
// Before V8 starts: such a fault ends its isolate, and not the process. Gives the
// end of a pipe that tells of each, or -1 when the faults can't be contained.
int shim_v8_contain_crashes(void);

// startup_data.cc: v8::StartupData -----------------------------------------

typedef struct shim_startup_data shim_startup_data;

// What no other archive of V8 has. V8 has started.
uint64_t shim_startup_data_identity(void);
// A copy, which the caller owns; NULL without memory, or for more than V8 takes. V8
// believes all that is in it.
shim_startup_data* shim_startup_data_new(shim_bytes);
shim_bytes shim_startup_data_bytes(const shim_startup_data*);
bool shim_startup_data_can_be_rehashed(const shim_startup_data*);
void shim_startup_data_free(shim_startup_data*);

// isolate.cc: v8::Isolate --------------------------------------------------

typedef struct {
  uint64_t id;              // by which callbacks name the isolate
  size_t heap_limit;        // of JavaScript objects, in bytes; 0 is V8's default
  size_t memory_limit;      // of these and of what lies outside the heap; 0 is none
  size_t stack_size;        // of JavaScript, in bytes
  size_t source_limit;      // of text to compile, in bytes or UTF-16 code units
  bool deny_shared_memory;  // no SharedArrayBuffer, no shared memory of WebAssembly
  bool deny_atomics_wait;   // it throws

  const shim_startup_data* startup_data;  // outlives the isolate; NULL is V8's own
  bool creates_snapshot;                  // see snapshot_creator.cc
} shim_isolate_options;

// Any thread. NULL with *error set when V8 can't hold another isolate.
shim_isolate* shim_isolate_new(const shim_isolate_options* options, const char** error);
// Any thread, once no thread has entered it.
void shim_isolate_dispose(shim_isolate*);
// Locks the isolate to this thread, enters it and context (0: none), and opens
// a HandleScope; enters nest. Leaves are strictly last in, first out. The
// result's bits are shim_v8_thread().
// The outermost enter with a queue (NULL: none) is the one whose leave drains it.
shim_value shim_isolate_enter(shim_isolate*, shim_ref context, shim_microtask_queue* queue);

typedef enum {
  SHIM_LEAVE_RUN,    // runs microtasks, and then as the next does
  SHIM_LEAVE_TASKS,  // gives SHIM_STATUS_TASKS when there are tasks
  SHIM_LEAVE_END,    // leaves what there is to a later Run
  SHIM_LEAVE_DROP,   // drops it
} shim_leave;
// Closes what the last enter opened, once its queue is drained. When promises are
// left rejected, it gives SHIM_STATUS_REJECTIONS and closes nothing: the caller
// takes them and leaves again, by SHIM_LEAVE_TASKS. When there are tasks, it gives
// SHIM_STATUS_TASKS: the caller runs them and leaves by SHIM_LEAVE_END. After a
// termination all that is left is dropped.
// posted is whether the caller has tasks of its own, so that it gives that too.
// depth is how many enters and scopes are open, this one included; those above
// it are closed too.
shim_status shim_isolate_leave(shim_isolate*, uint32_t depth, shim_leave how, bool posted);
// Why nothing runs in the isolate now, or SHIM_STATUS_OK.
shim_status shim_isolate_runnable(shim_isolate*);

// The isolate can never be used again: Go code has left its frames without
// unwinding them.
void shim_isolate_abandon(shim_isolate*, shim_bytes reason);

// Any thread. Whether it has entered an isolate.
bool shim_v8_is_inside(void);

// worker_threads.cc: threads of V8 -----------------------------------------

// Before shim_isolate_dispose: V8's worker threads give up what they compile for it.
// Waits for so many nanoseconds until they have. False when one still compiles, for
// which disposing waits.
bool shim_isolate_await_workers(shim_isolate*, int64_t nanoseconds);

// isolate_tasks.cc: what scripts leave to be done later --------------------

// Runs one of the tasks, and the microtasks that it queues; false when there is
// none. What it throws is SHIM_STATUS_EXCEPTION; after SHIM_STATUS_REJECTIONS the
// caller takes them and goes on.
shim_value shim_isolate_run_task(shim_isolate*);
// What is left to be done for the scripts of a queue.
typedef struct {
  bool due;      // a Run that is inside no other has something to do at its end
  bool pending;  // the end of an Atomics.waitAsync or of a compilation is to come
  double next;   // in so many seconds another task becomes due; negative: none
} shim_tasks;
shim_tasks shim_isolate_pending_tasks(shim_isolate*, shim_microtask_queue*);
// In C's memory. Not 0 once other threads may post tasks for scripts: these have
// used shared memory or compiled WebAssembly.
const uint32_t* shim_isolate_has_outside_tasks(shim_isolate*);
// Any thread, while the isolate is not being disposed of: whether a task was posted
// since it was asked last.
bool shim_isolate_take_posted(shim_isolate*);

// task_runner.cc: v8::TaskRunner -------------------------------------------

// From now on a byte is written to the file whenever shim_isolate_take_posted
// becomes true of an isolate. -1 is no file.
void shim_task_runner_set_wake(int file);

// exception.cc: v8::Exception, and why the last call failed ----------------

typedef enum {
  SHIM_FRAME_EVAL = 1,
  SHIM_FRAME_WASM = 2,
  SHIM_FRAME_ASYNC = 4,
} shim_frame_flags;
typedef struct {
  shim_bytes function;
  shim_bytes script;
  int32_t line;  // from 1
  int32_t column;
  uint32_t flags;
} shim_stack_frame;

typedef struct {
  const shim_stack_frame* frames;  // innermost first
  size_t count;
} shim_stack_trace;

// Why the last call failed.
typedef struct {
  shim_bytes message;   // of an exception, without "Uncaught "; of a dead isolate, V8's last words
  shim_bytes resource;  // the script's name
  shim_bytes source_line;
  int32_t source_line_start;  // what is cut off before it, in UTF-16 code units
  int32_t line;               // from 1, or 0 when not known
  int32_t column;             // from 1
  shim_stack_trace stack;
  shim_value thrown;
  shim_bytes thrown_text;  // of a thrown string
  shim_bytes thrown_data;  // of an object or array: as shim_value_serialize, if it is plain
  uint32_t reference;      // of the Go error that was thrown, or 0
  bool killed;             // a dead isolate, by shim_isolate_kill
  bool crashed;            // a dead isolate, by a fault
} shim_failure;
// Any thread, after a failure and before the next call.
const shim_failure* shim_isolate_failure(shim_isolate*);

typedef enum {
  SHIM_ERROR = 0,
  SHIM_RANGE_ERROR,
  SHIM_REFERENCE_ERROR,
  SHIM_SYNTAX_ERROR,
  SHIM_TYPE_ERROR,
} shim_error_kind;
// cause may be undefined: none.
shim_value shim_exception_new(shim_isolate*, int32_t kind, shim_bytes message, shim_value cause);
// Fills the failure slot as if value had been thrown. With first set it is an
// exception of its own; else its texts share with those before what one may have.
shim_status shim_exception_describe(shim_isolate*, shim_value value, bool first);
// An error's own "cause", if that is a plain data property, or undefined.
shim_value shim_exception_cause(shim_isolate*, shim_ref error);

// isolate_termination.cc: the end of JavaScript by V8's interrupt ----------

// Any thread, while the isolate is not being disposed of. All that runs, and
// all that is started before the outermost leave, ends in
// SHIM_STATUS_TERMINATED. False when nothing runs.
bool shim_isolate_terminate(shim_isolate*);
// Whether it was, and the outermost leave has not come yet, or it is dead.
bool shim_isolate_is_terminating(shim_isolate*);
// Takes a termination back, so that this entry can go on.
void shim_isolate_cancel_terminate(shim_isolate*);

// Of the JavaScript of this Run that was terminated, for whoever has entered it.
typedef struct {
  shim_stack_trace stack;  // where, if that is known
  uint64_t heap, used;     // bytes, in the heap and in all, if memory is why
} shim_termination;
shim_termination shim_isolate_termination(shim_isolate*);

// isolate_kill.cc: its end by force ----------------------------------------

typedef enum {
  SHIM_KILL_DONE,     // there is nothing to end
  SHIM_KILL_WAITING,  // the grace is not used up
  SHIM_KILL_TRIED,    // call again in a while
} shim_kill;
// What a termination has not ended within so many nanoseconds of the thread's
// CPU time is ended by force, and the isolate is dead then.
shim_kill shim_isolate_kill(shim_isolate*, int64_t grace);

// isolate_limits.cc: v8::HeapStatistics and clocks -------------------------

typedef struct {
  uint64_t heap_used;
  uint64_t heap_committed;
  uint64_t heap_limit;
  uint64_t external;  // outside the heap: ArrayBuffers, WebAssembly memories
  uint64_t reserved;  // addresses of buffers that can grow; see backing_pages.h
  uint64_t mappings;  // of the kernel, for these
  uint64_t malloced;  // by V8 itself
  uint64_t contexts;
  uint32_t status;
} shim_heap_statistics;
// Exact, for the thread that has entered the isolate.
shim_heap_statistics shim_isolate_heap_statistics(shim_isolate*);
// Any thread: as of the last garbage collection, without what is not kept.
shim_heap_statistics shim_isolate_heap_statistics_seen(shim_isolate*);

// Any thread. How long the isolate has been entered, in nanoseconds, by a clock
// that is cheap and counts milliseconds.
int64_t shim_isolate_wall_time(shim_isolate*);
// Wall time of finished entries only: read it with the isolate's lock held. The
// pointer is valid as long as the isolate.
const int64_t* shim_isolate_wall_time_before(shim_isolate*);

// A thread's CPU clock, to be read by any other while it lives.
typedef struct {
  int64_t clock;
  int64_t nanoseconds;
} shim_cpu_time;
// Of the thread that is inside the isolate.
shim_cpu_time shim_isolate_cpu_time(shim_isolate*);
// Nanoseconds, or -1 when the thread is no more.
int64_t shim_v8_cpu_time(int64_t clock);

// reference.cc: Go values that JavaScript holds ----------------------------

// How many ids shim_reference_collected would give: read it at any time with
// the isolate's lock held.
const uint32_t* shim_reference_collected_count(shim_isolate*);
// Go keeps the value in a table under an id from 1 on. When object is collected,
// id is among the isolate's collected references; when object is thrown, id is in
// the failure. It keeps so many bytes of Go's memory: see isolate_external_memory.cc.
shim_status shim_reference_attach(shim_isolate*, shim_ref object, uint32_t id, size_t bytes);
// As shim_isolate_adjust_external, until object is collected, of which id tells. No
// more than makes most of all. The bits are whether it will, with any status.
shim_value shim_reference_add_external(shim_isolate*, shim_ref object, uint32_t id, size_t bytes,
                                       size_t most);
typedef struct {
  const uint32_t* ids;
  size_t count;
} shim_references;
// The references collected since the last call. With the isolate's lock held.
shim_references shim_reference_collected(shim_isolate*);

// isolate_external_memory.cc: memory that V8 does not know of ---------------

// Adds to the memory of Go's that JavaScript keeps.
shim_value shim_isolate_adjust_external(shim_isolate*, int64_t bytes);

// isolate_low_memory.cc ------------------------------------------------------

// Collects all garbage, and gives memory back.
shim_value shim_isolate_low_memory_notification(shim_isolate*);

// handle_scope.cc: v8::HandleScope ------------------------------------------

shim_status shim_handle_scope_open(shim_isolate*);
// depth as in shim_isolate_leave.
shim_status shim_handle_scope_close(shim_isolate*, uint32_t depth);

// Closes the scope and moves value into the one around it.
shim_value shim_handle_scope_close_and_escape(shim_isolate*, uint32_t depth, shim_ref value,
                                              uint32_t kind);

// global.cc: v8::Global ----------------------------------------------------

// *global is owned. A weak one becomes empty when its object is collected.
shim_status shim_global_new(shim_isolate*, shim_ref value, shim_ref* global);
// With the isolate's lock held.
void shim_global_free(shim_isolate*, shim_ref global);
// kind is what value was; empty (kind SHIM_KIND_UNDEFINED) when collected.
shim_value shim_global_get(shim_isolate*, shim_ref global, uint32_t kind);

// weak.cc: weak handles ----------------------------------------------------

// id is among the collected references when value is collected.
shim_status shim_weak_new(shim_isolate*, shim_ref value, uint32_t id);
shim_value shim_weak_get(shim_isolate*, uint32_t id, uint32_t kind);
void shim_weak_free(shim_isolate*, uint32_t id);

// promise.cc: v8::Promise --------------------------------------------------

shim_value shim_promise_resolver_new(shim_isolate*);
shim_value shim_promise_resolver_promise(shim_isolate*, shim_ref resolver);
shim_value shim_promise_resolver_settle(shim_isolate*, shim_ref resolver, shim_value value,
                                        bool reject);
// bits: 0 pending, 1 fulfilled, 2 rejected; 4 is added when it has a handler
shim_value shim_promise_state(shim_isolate*, shim_ref promise);
shim_value shim_promise_result(shim_isolate*, shim_ref promise);
// A handler of 0 is none.
shim_value shim_promise_then(shim_isolate*, shim_ref promise, shim_ref fulfilled,
                             shim_ref rejected);
shim_status shim_promise_mark_as_handled(shim_isolate*, shim_ref promise);
// The next promise that is left rejected, with its reason described in the
// failure slot; undefined when there is none.
shim_value shim_promise_next_rejection(shim_isolate*);
// Forgets those that are left, and says how many they are.
uint32_t shim_promise_forget_rejections(shim_isolate*);

// microtask_queue.cc: v8::MicrotaskQueue -----------------------------------

shim_value shim_microtask_enqueue(shim_isolate*, shim_ref function);
// Of the context that is entered now.
shim_value shim_microtask_perform_checkpoint(shim_isolate*);
// Owned: the caller frees it, once V8 has no context of it any more. NULL in a
// dead isolate. shim_isolate_dispose frees those that are left.
shim_microtask_queue* shim_microtask_queue_new(shim_isolate*);
void shim_microtask_queue_free(shim_isolate*, shim_microtask_queue*);

// context.cc: v8::Context --------------------------------------------------

// *context is owned: the caller closes it. reference is Go's name for it, and is
// collected with it. global_template may be 0. index is that of one of the snapshot's
// contexts, for which there is no template, or -1 for the default.
shim_status shim_context_new(shim_isolate*, shim_microtask_queue*, uint32_t reference,
                             shim_ref global_template, int32_t index, shim_ref* context);
// In an isolate that is entered, unless it is dead.
void shim_context_close(shim_isolate*, shim_microtask_queue*, shim_ref context);
// Of the context that is entered now.
shim_value shim_context_global(shim_isolate*);
// bits: the reference of a context, of which context may be an inner one (what
// V8 calls a function context); 0 when Go has not made it.
shim_value shim_context_reference(shim_isolate*, shim_ref context);
// The same of the context that made an object.
shim_value shim_context_reference_of(shim_isolate*, shim_ref object);
// An empty token is V8's default, which no other context has.
shim_value shim_context_set_security_token(shim_isolate*, shim_ref context, shim_bytes token);
shim_value shim_context_allow_code_generation_from_strings(shim_isolate*, shim_ref context,
                                                           bool allow);
shim_value shim_context_is_code_generation_from_strings_allowed(shim_isolate*, shim_ref context);
shim_value shim_context_allow_wasm_code_generation(shim_isolate*, shim_ref context, bool allow);
// context_features.cc: takes WebAssembly out of a new context, or the shared
// memory that its isolate denies. The bits say whether it is gone.
shim_value shim_context_remove_features(shim_isolate*, shim_ref context, bool wasm);

// snapshot_creator.cc: v8::SnapshotCreator ---------------------------------

typedef struct {
  uint32_t status;
  size_t globals;              // that are not freed
  bool microtasks;             // that no Run has done
  bool fields;                 // of the context's global object, which V8 would not make
  bool large;                  // a buffer that is, or may become, longer than V8 can write
  const char* intl;            // the class of an object of Intl; NULL: there is none
  shim_references references;  // of what is there after a collection of garbage
} shim_snapshot_left;
// Collects garbage. The bits say whether there are tasks then, such as callbacks of
// FinalizationRegistries, which contexts have to run.
shim_value shim_snapshot_creator_collect(shim_isolate*);
// Lets all templates go, and says what stands in the way of a snapshot. The isolate is
// one that creates_snapshot, and is entered without a context; context will be the default.
shim_snapshot_left shim_snapshot_creator_prepare(shim_isolate*, shim_ref context);
typedef struct {
  uint32_t status;
  bool fixed;       // a script has fixed a property that V8 adds to each context
  bool held;        // something has a handle of V8's own
  shim_bytes data;  // none, if either is so; until the isolate is closed
} shim_snapshot_blob;
// The data of one; the first of the contexts is its default. It takes the contexts, and
// nothing may be done in the isolate any more.
shim_snapshot_blob shim_snapshot_creator_create_blob(shim_isolate*, const shim_ref* contexts,
                                                     size_t count, bool keep_function_code);
// How many objects are there of contexts that Go has not made, in an isolate with all
// contexts of a snapshot and nothing else.
shim_value shim_snapshot_creator_strays(shim_isolate*, shim_ref context);

// script.cc: v8::Script ----------------------------------------------------

shim_value shim_script_run(shim_isolate*, shim_ref script);
shim_value shim_script_get_unbound_script(shim_isolate*, shim_ref script);

// unbound_script.cc: v8::UnboundScript -----------------------------------------

shim_value shim_unbound_script_bind_to_current_context(shim_isolate*, shim_ref script);

// script_compiler.cc: v8::ScriptCompiler -----------------------------------------

typedef struct {
  shim_bytes text, name, source_map_url;
  shim_bytes host_defined_options;  // given back by SHIM_MODULE_IMPORT
  // What V8 has compiled of it before, or nothing. V8 trusts it: what is not as
  // V8 has made it ends the process, or worse.
  shim_bytes cached_data;
  int32_t line_offset, column_offset;
} shim_source;

shim_value shim_script_compiler_compile(shim_isolate*, shim_source);
shim_value shim_script_compiler_compile_unbound_script(shim_isolate*, shim_source);
// The names of so many parameters, with a byte of zero between them.
shim_value shim_script_compiler_compile_function(shim_isolate*, shim_source, shim_bytes name,
                                                 shim_bytes parameters, size_t count);
// reference is Go's name for the module, and is collected with it.
shim_value shim_script_compiler_compile_module(shim_isolate*, shim_source, uint32_t reference);

// A v8::ScriptCompiler::CachedData::CompatibilityCheckResult: why V8 did not use the
// cached data that it was given last; 0 is that it did.
uint32_t shim_script_compiler_rejected(shim_isolate*);
// Stands for V8's version and flags, and the processor. V8 has started.
uint32_t shim_script_compiler_cached_data_version_tag(void);

typedef enum {
  SHIM_CODE_SCRIPT,    // a v8::UnboundScript
  SHIM_CODE_FUNCTION,  // by shim_script_compiler_compile_function, or V8 ends the isolate
  SHIM_CODE_MODULE,    // a v8::Module that was compiled, and is not errored
} shim_code_kind;
// Lends what V8 has compiled of it until now. It is empty where V8 can't give that,
// which is so with asm.js, and where the isolate may not take so much more room.
shim_text shim_script_compiler_create_code_cache(shim_isolate*, shim_ref code, shim_code_kind kind,
                                                 size_t room);

// module.cc: v8::Module ----------------------------------------------------

// In bits: a v8::Module::Status.
shim_value shim_module_get_status(shim_isolate*, shim_ref module);
// Kind SHIM_KIND_DATA when its status is another than kErrored.
shim_value shim_module_get_exception(shim_isolate*, shim_ref module);
shim_value shim_module_get_identity_hash(shim_isolate*, shim_ref module);
// In bits: 0 where there is none.
shim_value shim_module_script_id(shim_isolate*, shim_ref module);
shim_value shim_module_is_source_text_module(shim_isolate*, shim_ref module);
shim_value shim_module_has_top_level_await(shim_isolate*, shim_ref module);
// What it imports: of each module its reference, and how many requests it has; then
// what answers them, module by module in the order of shim_module_get_module_requests.
typedef struct {
  const uint32_t* modules;
  size_t count;
  const shim_ref* answers;
  size_t depth;  // how many imports there may be one below the other; no less
} shim_module_links;
shim_value shim_module_instantiate_module(shim_isolate*, shim_ref module, shim_module_links);
// Of a module that is instantiated; otherwise V8 gives up. An evaluation must not
// begin inside another of modules that are linked with its own.
shim_value shim_module_is_graph_async(shim_isolate*, shim_ref module);
shim_value shim_module_get_module_namespace(shim_isolate*, shim_ref module);
// circle is the references of modules that import each other, this one among them:
// when it has come to its end and another has thrown, the promise is that one's.
shim_value shim_module_evaluate(shim_isolate*, shim_ref module, const uint32_t* circle,
                                size_t count);
// In bits: how many awaits there are that are not over. The failure slot says where
// that of the index is. Not while JavaScript runs: V8 gives up at a module that does.
shim_value shim_module_get_stalled_top_level_await(shim_isolate*, shim_ref module, size_t index);

// module_request.cc: v8::ModuleRequest --------------------------------------

// One after the other: the specifier, its offset in the source, line and column
// from 1, the number of attributes, and of each the key, the value and its offset.
// most as for shim_array_elements.
shim_values shim_module_get_module_requests(shim_isolate*, shim_ref module, size_t most);

// module_synthetic.cc: v8::Module, made by the host ---------------------------

// exports are names, given as one text and the length of each; twice is once. Its
// evaluation asks Go by SHIM_MODULE_EVALUATE.
shim_value shim_module_create_synthetic_module(shim_isolate*, shim_bytes name, shim_bytes exports,
                                               const uint32_t* lengths, size_t count,
                                               uint32_t reference);
// Its default export is what JSON.parse makes of the text.
shim_value shim_module_create_json_module(shim_isolate*, shim_bytes name, shim_bytes text,
                                          uint32_t reference);
// Of one that was made by the first.
shim_value shim_module_set_synthetic_module_export(shim_isolate*, shim_ref module, shim_bytes name,
                                                   shim_value value);

// value.cc: v8::Value ------------------------------------------------------

// The value as text without running JavaScript: v8::Value::ToDetailString.
shim_text shim_value_detail(shim_isolate*, shim_ref value);

// value_convert.cc: what v8::Value becomes ----------------------------------

shim_value shim_value_boolean_value(shim_isolate*, shim_ref value);
shim_value shim_value_to_number(shim_isolate*, shim_ref value);
shim_value shim_value_to_big_int(shim_isolate*, shim_value value);
shim_value shim_value_to_string(shim_isolate*, shim_value value);
shim_value shim_value_to_object(shim_isolate*, shim_value value);
shim_text shim_value_string_value(shim_isolate*, shim_ref value);
shim_text shim_value_type_of(shim_isolate*, shim_ref value);

// value_equals.cc: how v8::Values compare -----------------------------------

shim_value shim_value_equals(shim_isolate*, shim_value a, shim_value b);
shim_value shim_value_strict_equals(shim_isolate*, shim_ref a, shim_ref b);
shim_value shim_value_same_value(shim_isolate*, shim_ref a, shim_ref b);
shim_value shim_value_instance_of(shim_isolate*, shim_value value, shim_ref constructor);

// object.cc: v8::Object ----------------------------------------------------

shim_value shim_object_new(shim_isolate*);
shim_value shim_object_get(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_set(shim_isolate*, shim_ref object, shim_key key, shim_value value);
shim_value shim_object_has(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_has_own_property(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_delete(shim_isolate*, shim_ref object, shim_key key);

// object_property.cc and object_internal_field.cc: more of v8::Object --------

enum {
  SHIM_HAS_VALUE = 1,
  SHIM_HAS_GET = 2,
  SHIM_HAS_SET = 4,
  SHIM_HAS_WRITABLE = 8,
  SHIM_HAS_ENUMERABLE = 16,
  SHIM_HAS_CONFIGURABLE = 32,
  SHIM_WRITABLE = 64,
  SHIM_ENUMERABLE = 128,
  SHIM_CONFIGURABLE = 256,
};
typedef struct {
  shim_value value;
  shim_value get;
  shim_value set;
  uint32_t flags;
  uint32_t status;
} shim_property_descriptor;
shim_value shim_object_define_property(shim_isolate*, shim_ref object, shim_key key,
                                       const shim_property_descriptor*);
shim_value shim_object_define_own_property(shim_isolate*, shim_ref object, shim_key key,
                                           shim_value value, uint32_t attributes);
shim_value shim_object_create_data_property(shim_isolate*, shim_ref object, shim_key key,
                                            shim_value value);
// Undefined when there is none; else the descriptor object.
shim_value shim_object_get_own_property_descriptor(shim_isolate*, shim_ref object, shim_key key);
shim_value shim_object_get_property_attributes(shim_isolate*, shim_ref object, shim_key key);
// The arguments are V8's enumerations.
shim_value shim_object_property_names(shim_isolate*, shim_ref object, bool include_prototypes,
                                      uint32_t filter, bool skip_indices, bool convert_indices);
shim_value shim_object_get_prototype(shim_isolate*, shim_ref object);
shim_value shim_object_set_prototype(shim_isolate*, shim_ref object, shim_value prototype);
shim_value shim_object_set_integrity_level(shim_isolate*, shim_ref object, bool frozen);
shim_text shim_object_constructor_name(shim_isolate*, shim_ref object);
shim_value shim_object_identity_hash(shim_isolate*, shim_ref object);
shim_value shim_object_internal_field_count(shim_isolate*, shim_ref object);
// bits of the result: the reference that was there, or 0. id 0 clears.
shim_value shim_object_set_internal_field(shim_isolate*, shim_ref object, int32_t index,
                                          uint32_t id);
shim_value shim_object_get_internal_field(shim_isolate*, shim_ref object, int32_t index);

// private.cc: v8::Private --------------------------------------------------

shim_value shim_private_new(shim_isolate*, shim_bytes name, bool registered);
shim_value shim_private_get(shim_isolate*, shim_ref object, shim_ref key);
shim_value shim_private_set(shim_isolate*, shim_ref object, shim_ref key, shim_value value);
shim_value shim_private_has(shim_isolate*, shim_ref object, shim_ref key);
shim_value shim_private_delete(shim_isolate*, shim_ref object, shim_ref key);

// iterator.cc: ECMAScript's iterator protocol ------------------------------

typedef struct {
  shim_value iterator;
  shim_value next;
  uint32_t status;
} shim_iterator;
shim_iterator shim_iterator_open(shim_isolate*, shim_value iterable);
// Kind SHIM_KIND_DATA when it is done.
shim_value shim_iterator_step(shim_isolate*, shim_ref iterator, shim_value next);
shim_value shim_iterator_close(shim_isolate*, shim_ref iterator);

// function.cc: v8::Function ------------------------------------------------

// Arguments: few, which are the call's own whoever calls on which thread, or many.
enum { SHIM_FEW = 4 };
typedef struct {
  shim_value few[SHIM_FEW];
  const shim_value* many;  // when they are more; may be reused as soon as JavaScript runs
  int32_t count;
} shim_arguments;
shim_value shim_function_call(shim_isolate*, shim_ref function, shim_value receiver,
                              shim_arguments arguments);
shim_value shim_function_new_instance(shim_isolate*, shim_ref function, shim_arguments arguments);
// One of many calls: its arguments are a part of those of all.
typedef struct {
  shim_ref function;
  shim_value receiver;
  size_t first;
  int32_t count;
} shim_batched_call;
// Makes calls until one fails, and gives how many have not: the result of the one that
// has is why.
size_t shim_function_call_batch(shim_isolate*, const shim_batched_call* calls, size_t count,
                                const shim_value* arguments, shim_value* results);
// callback is a reference; it is collected with the function.
shim_value shim_function_new(shim_isolate*, uint32_t callback, shim_bytes name, int32_t length,
                             bool constructor);

// function_callback.cc: v8::FunctionCallbackInfo ----------------------------

// A call of JavaScript to Go. It is valid until the Go function returns.
enum { SHIM_EAGER_ARGUMENTS = 8 };
typedef struct {
  const void* info;   // v8::FunctionCallbackInfo
  uint64_t isolate;   // shim_isolate_options.id
  shim_ref context;   // for shim_context_reference
  uint32_t callback;  // the Go function's reference
  uint32_t length;    // how many arguments
  shim_value result;  // from Go: the value; with SHIM_STATUS_EXCEPTION what to throw
  shim_value arguments[SHIM_EAGER_ARGUMENTS];  // the first ones
} shim_function_callback;

typedef enum {
  SHIM_PROPERTY_GET = 0,
  SHIM_PROPERTY_SET,
  SHIM_PROPERTY_QUERY,
  SHIM_PROPERTY_DELETE,
  SHIM_PROPERTY_ENUMERATE,
  SHIM_PROPERTY_DEFINE,
  SHIM_PROPERTY_DESCRIBE,
} shim_property_operation;

// A call of JavaScript to Go about a property: of an accessor or an interceptor.
// It is valid until the Go function returns.
typedef struct {
  const void* info;                     // v8::PropertyCallbackInfo
  uint64_t isolate;                     // shim_isolate_options.id
  shim_ref context;                     // for shim_context_reference
  uint32_t callback;                    // the Go handler's reference
  uint32_t operation;                   // a shim_property_operation
  shim_value key;                       // a name, or an index as a number; not to enumerate
  shim_value value;                     // to set
  shim_property_descriptor descriptor;  // to define; from Go, what was to describe
  bool intercepted;                     // from Go: false lets V8 go on as without the handler
  // From Go: the value to get, the array of names; in bits, the attributes to
  // query, and whether it was deleted. Otherwise as in shim_function_callback.
  shim_value result;
} shim_property_callback;

typedef enum {
  SHIM_CLONE_IS_HOST_OBJECT = 0,       // object -> bits: 1 if it is
  SHIM_CLONE_WRITE_HOST_OBJECT,        // object
  SHIM_CLONE_SHARED_ARRAY_BUFFER_ID,   // object -> bits: the id
  SHIM_CLONE_WASM_MODULE_TRANSFER_ID,  // object -> bits: the id
  SHIM_CLONE_READ_HOST_OBJECT,         // -> an object
  SHIM_CLONE_SHARED_ARRAY_BUFFER,      // id -> a SharedArrayBuffer
  SHIM_CLONE_WASM_MODULE,              // id -> a WebAssembly.Module
} shim_clone_operation;

// A question of a serializer or deserializer to its delegate in Go. It is valid
// until the Go function returns.
typedef struct {
  uint64_t isolate;    // shim_isolate_options.id
  shim_ref context;    // for shim_context_reference
  uint32_t delegate;   // the Go delegate's reference
  uint32_t operation;  // a shim_clone_operation
  shim_value object;
  uint32_t id;
  shim_value result;  // from Go, as in shim_function_callback
} shim_clone_callback;

typedef enum {
  SHIM_MODULE_EVALUATE = 0,  // module: its evaluation steps
  SHIM_MODULE_IMPORT,        // resource_name, options, specifier, attributes -> a promise
  SHIM_MODULE_META,          // module, object
} shim_module_operation;

// A question of V8 to the host about modules. It is valid until the Go function
// returns.
typedef struct {
  uint64_t isolate;        // shim_isolate_options.id
  shim_ref context;        // for shim_context_reference
  uint32_t operation;      // a shim_module_operation
  uint32_t reference;      // of module
  shim_ref module;         // the one that asks, or is asked about
  shim_value specifier;    // a string
  shim_values attributes;  // of each the key, the value, and its offset or -1
  shim_value resource_name;
  shim_value host_defined_options;
  shim_value object;  // import.meta
  shim_value result;  // from Go, as in shim_function_callback
} shim_module_callback;

// The functions in Go that the shim calls; set once, before any isolate.
typedef struct {
  void (*function_callback)(shim_function_callback*);
  void (*property_callback)(shim_property_callback*);
  void (*clone_callback)(shim_clone_callback*);
  void (*module_callback)(shim_module_callback*);
} shim_callbacks;
void shim_v8_set_callbacks(const shim_callbacks*);

shim_value shim_function_callback_argument(const shim_function_callback*, uint32_t index);
shim_value shim_function_callback_this(const shim_function_callback*);
shim_value shim_function_callback_new_target(const shim_function_callback*);

// property_callback.cc: v8::PropertyCallbackInfo -------------------------------

shim_value shim_property_callback_this(const shim_property_callback*);
shim_value shim_property_callback_holder(const shim_property_callback*);
bool shim_property_callback_should_throw_on_error(const shim_property_callback*);
// Arrays to enumerate: of names, given as one text and the length of each, and
// of indices.
shim_value shim_property_callback_names(const shim_property_callback*, shim_bytes texts,
                                        const uint32_t* lengths, size_t count);
shim_value shim_property_callback_indices(const shim_property_callback*, const uint32_t* indices,
                                          size_t count);

// template.cc: v8::Template ------------------------------------------------

// With the isolate's lock held. What was made of the template keeps it alive.
void shim_template_free(shim_isolate*, shim_ref);
// value is a primitive value, or a template (SHIM_KIND_DATA).
shim_value shim_template_set(shim_isolate*, shim_ref, shim_key name, shim_value value,
                             uint32_t attributes);
// getter and setter are function templates, or 0.
shim_value shim_template_set_accessor_property(shim_isolate*, shim_ref, shim_key name,
                                               shim_ref getter, shim_ref setter,
                                               uint32_t attributes);
// callback is a reference; it is collected with the last object that has it.
shim_value shim_template_set_native_data_property(shim_isolate*, shim_ref, shim_key name,
                                                  uint32_t callback, bool writable,
                                                  uint32_t attributes);
shim_value shim_template_set_lazy_data_property(shim_isolate*, shim_ref, shim_key name,
                                                uint32_t callback, uint32_t attributes);

// object_template.cc: v8::ObjectTemplate -----------------------------------

shim_status shim_object_template_new(shim_isolate*, shim_ref* object_template);
shim_value shim_object_template_new_instance(shim_isolate*, shim_ref);
shim_value shim_object_template_set_internal_field_count(shim_isolate*, shim_ref, int32_t count);
shim_value shim_object_template_set_immutable_proto(shim_isolate*, shim_ref);
shim_value shim_object_template_mark_as_undetectable(shim_isolate*, shim_ref);
// callback is a reference, as above.
shim_value shim_object_template_set_call_as_function_handler(shim_isolate*, shim_ref,
                                                             uint32_t callback);
// operations has the bit 1 << SHIM_PROPERTY_X for each that the handler has;
// flags are V8's.
shim_value shim_object_template_set_named_handler(shim_isolate*, shim_ref, uint32_t callback,
                                                  uint32_t operations, uint32_t flags);
shim_value shim_object_template_set_indexed_handler(shim_isolate*, shim_ref, uint32_t callback,
                                                    uint32_t operations, uint32_t flags);

// function_template.cc: v8::FunctionTemplate -------------------------------

// callback is a reference, collected with the template, or 0; signature is a
// function template, or 0.
shim_status shim_function_template_new(shim_isolate*, uint32_t callback, int32_t length,
                                       bool constructor, shim_ref signature,
                                       shim_ref* function_template);
shim_value shim_function_template_get_function(shim_isolate*, shim_ref);
shim_value shim_function_template_has_instance(shim_isolate*, shim_ref, shim_ref object);
shim_status shim_function_template_prototype_template(shim_isolate*, shim_ref,
                                                      shim_ref* object_template);
shim_status shim_function_template_instance_template(shim_isolate*, shim_ref,
                                                     shim_ref* object_template);
shim_value shim_function_template_inherit(shim_isolate*, shim_ref, shim_ref parent);
shim_value shim_function_template_set_class_name(shim_isolate*, shim_ref, shim_bytes name);
shim_value shim_function_template_set_length(shim_isolate*, shim_ref, int32_t length);
shim_value shim_function_template_read_only_prototype(shim_isolate*, shim_ref);
shim_value shim_function_template_remove_prototype(shim_isolate*, shim_ref);

// string_utf8.cc: text of v8::String ---------------------------------------

// Lone surrogates come out as U+FFFD.
shim_text shim_string_utf8(shim_isolate*, shim_ref string);

// string.cc: v8::String ----------------------------------------------------

shim_value shim_string_new(shim_isolate*, shim_bytes utf8);
// In UTF-16 code units.
shim_value shim_string_length(shim_isolate*, shim_ref string);

shim_value shim_string_new_one_byte(shim_isolate*, shim_bytes latin1);
shim_value shim_string_new_two_byte(shim_isolate*, const uint16_t* units, size_t length);
// In UTF-16, two bytes a unit.
shim_text shim_string_utf16(shim_isolate*, shim_ref string);
shim_value shim_string_concat(shim_isolate*, shim_ref left, shim_ref right);

// string_external.cc: v8::String::ExternalStringResource -------------------

// The text is copied to memory outside V8's heap, which lives as long as the
// string, and counts as shim_counters.external_bytes.
shim_value shim_string_new_external_one_byte(shim_isolate*, shim_bytes latin1);
shim_value shim_string_new_external_two_byte(shim_isolate*, const uint16_t* units, size_t length);

// symbol.cc: v8::Symbol ----------------------------------------------------

typedef enum {
  SHIM_SYMBOL_ASYNC_ITERATOR = 0,
  SHIM_SYMBOL_HAS_INSTANCE,
  SHIM_SYMBOL_IS_CONCAT_SPREADABLE,
  SHIM_SYMBOL_ITERATOR,
  SHIM_SYMBOL_MATCH,
  SHIM_SYMBOL_REPLACE,
  SHIM_SYMBOL_SEARCH,
  SHIM_SYMBOL_SPLIT,
  SHIM_SYMBOL_TO_PRIMITIVE,
  SHIM_SYMBOL_TO_STRING_TAG,
  SHIM_SYMBOL_UNSCOPABLES,
} shim_well_known_symbol;
shim_value shim_symbol_new(shim_isolate*, shim_bytes description);
shim_value shim_symbol_for(shim_isolate*, shim_bytes key);
// Undefined when symbol is none of the enumeration.
shim_value shim_symbol_well_known(shim_isolate*, int32_t symbol);
// A string, or undefined.
shim_value shim_symbol_description(shim_isolate*, shim_ref symbol);

// name.cc: v8::Name --------------------------------------------------------

shim_value shim_name_get_identity_hash(shim_isolate*, shim_ref name);

// big_int.cc: v8::BigInt ----------------------------------------------------

// Words are 64 bits each, the least significant first.
shim_value shim_big_int_new_from_words(shim_isolate*, bool negative, size_t count,
                                       const uint64_t* words);
typedef struct {
  const uint64_t* words;  // lent as shim_text is
  size_t count;
  uint32_t negative;
  uint32_t status;
} shim_words;
shim_words shim_big_int_to_words_array(shim_isolate*, shim_ref big_int);
// The lowest 64 bits; kind is 1 when they are all of the value.
shim_value shim_big_int_int64_value(shim_isolate*, shim_ref big_int);
shim_value shim_big_int_uint64_value(shim_isolate*, shim_ref big_int);

// date.cc: v8::Date ---------------------------------------------------------

// In milliseconds since 1970; NaN for an invalid date.
shim_value shim_date_new(shim_isolate*, double time);
shim_value shim_date_value_of(shim_isolate*, shim_ref date);

// regexp.cc: v8::RegExp -----------------------------------------------------

// flags are v8::RegExp::Flags.
shim_value shim_regexp_new(shim_isolate*, shim_bytes pattern, uint32_t flags);
shim_value shim_regexp_exec(shim_isolate*, shim_ref regexp, shim_ref subject);
shim_text shim_regexp_get_source(shim_isolate*, shim_ref regexp);
shim_value shim_regexp_get_flags(shim_isolate*, shim_ref regexp);

// array.cc: v8::Array -------------------------------------------------------

shim_value shim_array_new(shim_isolate*, size_t count, const shim_value* elements);
shim_value shim_array_length(shim_isolate*, shim_ref array);
// SHIM_STATUS_TOO_MANY, with the count, when there are more than most.
shim_values shim_array_elements(shim_isolate*, shim_ref array, size_t most);

// map.cc: v8::Map -----------------------------------------------------------

shim_value shim_map_new(shim_isolate*);
shim_value shim_map_size(shim_isolate*, shim_ref map);
shim_value shim_map_get(shim_isolate*, shim_ref map, shim_value key);
shim_value shim_map_set(shim_isolate*, shim_ref map, shim_value key, shim_value value);
shim_value shim_map_has(shim_isolate*, shim_ref map, shim_value key);
shim_value shim_map_delete(shim_isolate*, shim_ref map, shim_value key);
shim_value shim_map_clear(shim_isolate*, shim_ref map);
shim_value shim_map_as_array(shim_isolate*, shim_ref map);
// A key, its value, the next key ...; most as for shim_array_elements.
shim_values shim_map_entries(shim_isolate*, shim_ref map, size_t most);

// set.cc: v8::Set -----------------------------------------------------------

shim_value shim_set_new(shim_isolate*);
shim_value shim_set_size(shim_isolate*, shim_ref set);
shim_value shim_set_add(shim_isolate*, shim_ref set, shim_value value);
shim_value shim_set_has(shim_isolate*, shim_ref set, shim_value value);
shim_value shim_set_delete(shim_isolate*, shim_ref set, shim_value value);
shim_value shim_set_clear(shim_isolate*, shim_ref set);
shim_value shim_set_as_array(shim_isolate*, shim_ref set);
shim_values shim_set_values(shim_isolate*, shim_ref set, size_t most);

// boolean_object.cc, number_object.cc, string_object.cc, symbol_object.cc and
// big_int_object.cc: v8::BooleanObject and the like -------------------------

// They are made by shim_value_to_object.
shim_value shim_boolean_object_value_of(shim_isolate*, shim_ref object);
shim_value shim_number_object_value_of(shim_isolate*, shim_ref object);
shim_value shim_string_object_value_of(shim_isolate*, shim_ref object);
shim_value shim_symbol_object_value_of(shim_isolate*, shim_ref object);
shim_value shim_big_int_object_value_of(shim_isolate*, shim_ref object);

// proxy.cc: v8::Proxy -------------------------------------------------------

shim_value shim_proxy_new(shim_isolate*, shim_ref target, shim_ref handler);
shim_value shim_proxy_get_target(shim_isolate*, shim_ref proxy);
shim_value shim_proxy_get_handler(shim_isolate*, shim_ref proxy);
shim_value shim_proxy_is_revoked(shim_isolate*, shim_ref proxy);
shim_value shim_proxy_revoke(shim_isolate*, shim_ref proxy);

// external.cc: v8::External -------------------------------------------------

// id is a reference; it is collected with the External.
shim_value shim_external_new(shim_isolate*, uint32_t id);
// bits is the reference.
shim_value shim_external_value(shim_isolate*, shim_ref external);

// array_buffer.cc: v8::ArrayBuffer ------------------------------------------

// Each but New takes a SharedArrayBuffer too.
shim_value shim_array_buffer_new(shim_isolate*, size_t byte_length);
shim_value shim_array_buffer_new_from_bytes(shim_isolate*, shim_bytes data);
shim_value shim_array_buffer_new_resizable(shim_isolate*, size_t byte_length,
                                           size_t max_byte_length);
shim_value shim_array_buffer_byte_length(shim_isolate*, shim_ref buffer);
shim_value shim_array_buffer_max_byte_length(shim_isolate*, shim_ref buffer);
shim_value shim_array_buffer_is_resizable(shim_isolate*, shim_ref buffer);
shim_value shim_array_buffer_is_detachable(shim_isolate*, shim_ref buffer);
shim_value shim_array_buffer_was_detached(shim_isolate*, shim_ref buffer);
shim_value shim_array_buffer_detach(shim_isolate*, shim_ref buffer, shim_value key);
// Memory that the caller may read and write. It stays until the innermost
// scope, or call from JavaScript, ends, whatever happens to the buffer; if it
// can shrink, only until JavaScript runs.
typedef struct {
  uint8_t* data;
  size_t length;
  uint32_t can_shrink;
  uint32_t status;
} shim_memory;
shim_memory shim_array_buffer_data(shim_isolate*, shim_ref buffer);

// shared_array_buffer.cc: v8::SharedArrayBuffer -----------------------------

shim_value shim_shared_array_buffer_new(shim_isolate*, size_t byte_length);

// array_buffer_view.cc: v8::ArrayBufferView ---------------------------------

shim_value shim_array_buffer_view_buffer(shim_isolate*, shim_ref view);
shim_value shim_array_buffer_view_byte_offset(shim_isolate*, shim_ref view);
shim_value shim_array_buffer_view_byte_length(shim_isolate*, shim_ref view);
shim_memory shim_array_buffer_view_data(shim_isolate*, shim_ref view);

// typed_array.cc: v8::TypedArray and v8::DataView ---------------------------

// kind is that of a typed array or of a DataView, whose length is in bytes.
shim_value shim_typed_array_new(shim_isolate*, uint32_t kind, shim_ref buffer, int64_t byte_offset,
                                int64_t length);
// With a buffer of its own.
shim_value shim_typed_array_new_from_bytes(shim_isolate*, uint32_t kind, shim_bytes data);
shim_value shim_typed_array_length(shim_isolate*, shim_ref array);

// json.cc: v8::JSON ---------------------------------------------------------

shim_value shim_json_parse(shim_isolate*, shim_bytes text);
// Empty where JSON.stringify gives undefined.
shim_text shim_json_stringify(shim_isolate*, shim_value value, shim_bytes gap);

// value_serializer.cc: v8::ValueSerializer -----------------------------------

// A value in the wire format, with its header. What is plain is in a format of its
// own, see value_writer.cc, unless by_v8 is set.
shim_text shim_value_serialize(shim_isolate*, shim_value value, bool by_v8);

typedef struct shim_value_serializer shim_value_serializer;
// operations has the bit 1 << SHIM_CLONE_X for each that the delegate has.
shim_value_serializer* shim_value_serializer_new(shim_isolate*, uint32_t delegate,
                                                 uint32_t operations, bool views_as_host_objects);
void shim_value_serializer_free(shim_value_serializer*);
shim_value shim_value_serializer_write_header(shim_value_serializer*);
shim_value shim_value_serializer_write_value(shim_value_serializer*, shim_value value);
shim_value shim_value_serializer_transfer_array_buffer(shim_value_serializer*, uint32_t id,
                                                       shim_ref buffer);
shim_value shim_value_serializer_write_uint64(shim_value_serializer*, uint64_t number);
shim_value shim_value_serializer_write_double(shim_value_serializer*, double number);
shim_value shim_value_serializer_write_raw_bytes(shim_value_serializer*, shim_bytes bytes);
shim_text shim_value_serializer_release(shim_value_serializer*);

// value_reader.cc: what package clone has written as plain data.
// SHIM_STATUS_NOT_PLAIN when v8::ValueDeserializer has to make it.
shim_value shim_value_read_plain(shim_isolate*, shim_bytes data);

// value_deserializer.cc: v8::ValueDeserializer --------------------------------

shim_value shim_value_deserialize(shim_isolate*, shim_bytes data);

typedef struct shim_value_deserializer shim_value_deserializer;
// data is copied.
shim_value_deserializer* shim_value_deserializer_new(shim_isolate*, shim_bytes data,
                                                     uint32_t delegate, uint32_t operations,
                                                     bool legacy);
void shim_value_deserializer_free(shim_value_deserializer*);
// bits: the version
shim_value shim_value_deserializer_read_header(shim_value_deserializer*);
shim_value shim_value_deserializer_read_value(shim_value_deserializer*);
shim_value shim_value_deserializer_transfer_array_buffer(shim_value_deserializer*, uint32_t id,
                                                         shim_ref buffer);
// In bits; kind is 1 when it was there.
shim_value shim_value_deserializer_read_uint32(shim_value_deserializer*);
shim_value shim_value_deserializer_read_uint64(shim_value_deserializer*);
shim_value shim_value_deserializer_read_double(shim_value_deserializer*);
// What the deserializer has; NULL when it was not there.
shim_text shim_value_deserializer_read_raw_bytes(shim_value_deserializer*, size_t length);

// serialized_value.cc: a clone on its way to other isolates --------------------

typedef struct shim_serialized_value shim_serialized_value;
// Clones value. The buffers to transfer are detached when that has worked.
shim_value shim_serialized_value_new(shim_isolate*, shim_value value, const shim_ref* transfer,
                                     size_t transfer_count, shim_serialized_value** serialized);
shim_value shim_serialized_value_read(shim_isolate*, shim_serialized_value*);
// Any thread. What is shared and transferred is not in it.
shim_bytes shim_serialized_value_bytes(shim_serialized_value*);
void shim_serialized_value_free(shim_serialized_value*);

// wasm_module_object.cc: v8::WasmModuleObject -------------------------------

shim_value shim_wasm_module_object_compile(shim_isolate*, shim_bytes code);
shim_text shim_wasm_module_object_wire_bytes(shim_isolate*, shim_ref module);

// wasm_memory_object.cc: v8::WasmMemoryObject ------------------------------

shim_value shim_wasm_memory_object_buffer(shim_isolate*, shim_ref memory);

#ifdef __cplusplus
}
#endif
#endif  // CSHIM_H_
