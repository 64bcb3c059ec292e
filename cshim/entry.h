// How every shim function enters V8 and comes back: the one prologue (Call) and
// the one failure path. C++ only; not part of the ABI.
#ifndef CSHIM_ENTRY_H_
#define CSHIM_ENTRY_H_

#include <setjmp.h>

#include "isolate.h"
#include "lock.h"

namespace shim {

// The isolate that this thread entered last: the thread check.
extern constinit thread_local shim_isolate* current;

// background_compilation.cc: no collection will come soon for those that wait.
void ResumeCompilers(shim_isolate* self);

// V8 can't return from some errors: a true out-of-memory, and each
// V8_Fatal. It calls a handler and aborts when that comes back; ours jumps to
// the innermost Frame of the thread instead. What a Frame's function holds
// besides the Frame must therefore need no destructor.
struct Frame {
  explicit Frame(shim_isolate* isolate) : isolate(isolate), outer(innermost) { innermost = this; }
  ~Frame() { innermost = outer; }

  // For the time between setjmp and the end of what it guards.
  void SetInterruptible(bool to) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    interruptible = to;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    isolate->in_v8.store(to, std::memory_order_relaxed);
    if (!to && isolate->awaiting_collection.load(std::memory_order_relaxed)) [[unlikely]]
      ResumeCompilers(isolate);
  }

  shim_isolate* isolate;  // nullptr while V8 starts
  Frame* outer;
  const char* fatal_message = nullptr;
  size_t locks = Locks::Held();
  // Whether a signal may send the thread here; not while Go code runs.
  volatile bool interruptible = false;
  // Go code runs: what V8 does for it opens a Frame of its own.
  volatile bool in_go = false;
  bool leaving = false;  // by a jump that a handler has prepared
  bool for_all = false;  // V8 makes code that is for all isolates
  jmp_buf jump;

  static constinit thread_local Frame* innermost;
};

// isolate.cc: of glibc's malloc.
void KeepArenasSmall();

// v8.cc: the isolates that shim_counters sums up. Remove says how many are left.
void AddIsolate(shim_isolate* self);
size_t RemoveIsolate(shim_isolate* self);

// isolate_limits.cc: a clock that costs a few nanoseconds and ticks every few milliseconds.
int64_t CoarseTime();

// isolate_limits.cc: the isolate's budgets.
void InstallLimits(shim_isolate* self);
void RestoreLimits(shim_isolate* self);
void ReachLimit(shim_isolate* self);
// The heap, or what is outside of it with it, seems to exceed its limit. Where JavaScript can be
// interrupted next, or at the end of the Run, all garbage is collected, and only
// what is in use then reaches it. It is cheap, and may be called again and again.
void DoubtLimit(shim_isolate* self);
// Now, if there is a doubt: why JavaScript can't go on, or OK.
shim_status JudgeLimit(shim_isolate* self);
// How far the heap may go beyond its limit while what runs is being ended.
size_t RoomBeyond(size_t limit);

// fatal.cc: jumps to the innermost frame, whose isolate is dead then.
[[noreturn]] void Kill(const char* why);
// fatal.cc: makes the jump V8's answer to such an error.
void InstallFatalHandlers();
void InstallFatalHandlers(v8::Isolate* isolate);

// handle_scope.cc: one more level of entry, and one less.
Level& Push(shim_isolate* self);
void Pop(shim_isolate* self);

// A slot address is a Local and a Global alike: one pointer, no more.
static_assert(sizeof(v8::Local<v8::Value>) == sizeof(shim_ref));
static_assert(sizeof(v8::Global<v8::Value>) == sizeof(shim_ref));

template <typename T = v8::Value>
v8::Local<T> ToLocal(shim_ref ref) {
  return std::bit_cast<v8::Local<T>>(ref);
}
template <typename T>
shim_ref ToRef(v8::Local<T> local) {
  return std::bit_cast<shim_ref>(local);
}

// Gives access to V8's protected CreateHandle: EscapableHandleScope would
// spend a slot of the outer scope on every call, also when nothing escapes,
// and a loop of ten million calls would grow by 80 MB.
struct Handles : v8::HandleScope {
  using v8::HandleScope::HandleScope;
  static shim_ref Create(v8::Isolate* isolate, v8::internal::Address object) {
    return reinterpret_cast<shim_ref>(CreateHandle(Either{isolate}, object));
  }

 private:
  // V8 13 takes the one, V8 14 the other.
  struct Either {
    v8::Isolate* isolate;
    operator v8::Isolate*() const { return isolate; }
    operator v8::internal::Isolate*() const {
      return reinterpret_cast<v8::internal::Isolate*>(isolate);
    }
  };
};

// string.cc: empty when longer than a JavaScript string can be.
v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, shim_bytes utf8);
// Appends.
void WriteUtf8(v8::Isolate* isolate, v8::Local<v8::String> string, std::string& to);
// self->text, lent with the outcome's status.
shim_text LendUtf8(shim_isolate* self, shim_value outcome);

// value.cc: a value as the ABI has it; a ref is in the innermost HandleScope.
shim_value ToValue(v8::Local<v8::Value> local);
v8::Local<v8::Value> FromValue(v8::Isolate* isolate, shim_value value);

inline shim_value Status(shim_status status) { return {0, SHIM_KIND_UNDEFINED, status}; }

// What a body may give back to Call.
inline shim_value ToResult(shim_value value) { return value; }
inline shim_value ToResult(v8::Local<v8::Value> local) { return ToValue(local); }
template <typename T>
shim_value ToResult(v8::MaybeLocal<T> maybe) {
  v8::Local<T> local;
  if (!maybe.ToLocal(&local)) return Status(SHIM_STATUS_EXCEPTION);
  if constexpr (std::is_base_of_v<v8::Value, T>) {
    return ToValue(local);
  } else {
    return {ToRef(local), SHIM_KIND_DATA, SHIM_STATUS_OK};
  }
}
template <typename T>
shim_value ToResult(v8::Maybe<T> maybe) {
  T value;
  if (!maybe.To(&value)) return Status(SHIM_STATUS_EXCEPTION);
  if constexpr (std::is_same_v<T, bool>) return {value, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
  return {std::bit_cast<uint64_t>(double(value)), SHIM_KIND_NUMBER, SHIM_STATUS_OK};
}

// isolate_throw.cc: throws an error, for what V8's API leaves to its callers to check.
shim_value Throw(v8::Isolate* isolate, shim_error_kind kind, const char* message);

// isolate_throw.cc: whether a call from JavaScript to Go has no stack left, and has
// thrown therefore. V8 looks at the stack when JavaScript begins; where its C++
// code calls a function or getter of Go, and Go calls it again, none ever does.
bool ThrowStackOverflow(shim_isolate* self);
inline bool IsStackOverflow(shim_isolate* self) {
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  return here < self->stack_limit && ThrowStackOverflow(self);
}

// While Go code runs that JavaScript has called.
class GoScope {
 public:
  GoScope() {
    Frame::innermost->SetInterruptible(false);
    Frame::innermost->in_go = true;
  }
  ~GoScope() {
    Frame::innermost->in_go = false;
    Frame::innermost->SetInterruptible(true);
  }
};

// A call from JavaScript to Go: closes what Go has left open in it, after what
// Go returned was handed to V8, because that may belong to a level left open.
class CallbackScope {
 public:
  explicit CallbackScope(shim_isolate* self)
      : self_(self), depth_(self->depth), pins_(self->pins.stores.size()) {}
  ~CallbackScope() {
    while (self_->depth > depth_) [[unlikely]] Pop(self_);
    if (self_->pins.stores.size() != pins_) [[unlikely]]
      self_->pins.Release(pins_);  // array_buffer.cc
  }

 private:
  shim_isolate* self_;
  size_t depth_;
  size_t pins_;
};

// array.cc: the elements, into self->values; for CallForValues. When they are
// more than most, only their number.
shim_value AppendElements(shim_isolate* self, v8::Local<v8::Array> array, size_t most);

// object.cc: empty when a text is too long to be a string.
v8::MaybeLocal<v8::Value> ToKey(shim_isolate* self, const shim_key& key);

// ECMAScript's ToPropertyKey; may run JavaScript.
v8::MaybeLocal<v8::Name> ToName(v8::Local<v8::Context> context, v8::Local<v8::Value> key);

// reference.cc: tells Go of id when object is collected.
void Track(shim_isolate* self, v8::Local<v8::Value> object, uint32_t id, size_t bytes = 0,
           int module_hash = 0);
// The id attached to object, or 0.
uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Value> object);
void Untrack(shim_isolate* self, uint32_t id);
// The object, or empty.
v8::Local<v8::Value> Tracked(shim_isolate* self, uint32_t id);
void DropReferences(shim_isolate* self);

// isolate_external_memory.cc: Go's memory that JavaScript keeps. Bytes outside V8's heap
// as V8 counts them, with what is left of Go's after a collection.
size_t ExternalBytes(shim_isolate* self, size_t counted_by_v8);
// After a change of references.bytes; may collect garbage, and reach the limit.
void TellExternalBytes(shim_isolate* self);

// module.cc: tells Go of the reference when the module is collected, and finds it
// again; 0 is none.
void TrackModule(shim_isolate* self, v8::Local<v8::Module> module, uint32_t reference);
uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Module> module);
void ForgetModule(shim_isolate* self, int hash, uint32_t reference);
// isolate_modules.cc: what V8 asks of the host.
void InstallModules(v8::Isolate* isolate);

// rejections.cc
void TrackRejections(v8::Isolate* isolate);

// value_writer.cc: writes value, if it is plain data, without running anything
// or allocating in the heap. False when it is not.
bool WritePlain(shim_isolate* self, v8::Local<v8::Value> value, Wire& wire, size_t limit);

// value_serializer.cc: how many bytes a clone may have.
size_t WireLimit(const shim_isolate* self);

// A value whose kind is known.
inline shim_value OfKind(v8::Local<v8::Data> local, uint32_t kind) {
  return {ToRef(local), kind, SHIM_STATUS_OK};
}

// The object behind a value's ref, or 0 when bits is no ref.
inline v8::internal::Address ObjectOf(const shim_value& value) {
  if (value.kind < SHIM_KIND_BIGINT) return 0;
  return *reinterpret_cast<v8::internal::Address*>(value.bits);
}

inline shim_status TerminationStatus(shim_isolate* self) {
  return self->heap_limit_hit ? SHIM_STATUS_HEAP_LIMIT : SHIM_STATUS_TERMINATED;
}

// exception.cc: fills the failure slot as if value had been thrown. The texts
// share failure_left.
void Describe(shim_isolate* self, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message);
// What stopped V8, as a status and in the failure slot.
shim_value Fail(shim_isolate* self, v8::TryCatch& caught);
shim_value FailDead(shim_isolate* self, const char* message);

// Why the isolate can't be read now, or OK.
inline shim_status Readable(shim_isolate* self) {
  if (current != self) [[unlikely]]
    return SHIM_STATUS_WRONG_THREAD;
  if (self->dead) [[unlikely]]
    return SHIM_STATUS_DEAD;
  return SHIM_STATUS_OK;
}

// Why JavaScript can't run in the isolate now, or OK.
inline shim_status Runnable(shim_isolate* self) {
  if (shim_status status = Readable(self)) return status;
  if (self->run_state.load(std::memory_order_relaxed) != RunState::kEntered) [[unlikely]] {
    return TerminationStatus(self);
  }
  return SHIM_STATUS_OK;
}

// A v8::Global as a ref: the slot of a Global serves as a Local's.
template <typename T>
shim_ref NewGlobal(v8::Isolate* isolate, v8::Local<T> local) {
  alignas(v8::Global<T>) char storage[sizeof(shim_ref)];
  new (storage) v8::Global<T>(isolate, local);  // its destructor is FreeGlobal's
  return std::bit_cast<shim_ref>(storage);
}
inline void FreeGlobal(shim_ref ref) {
  v8::Global<v8::Data> global;
  memcpy(static_cast<void*>(&global), &ref, sizeof ref);
}

// The prologue of every function that enters V8; use it as Call or Read. body
// is called with the v8::Isolate and gives a MaybeLocal, a Maybe, a Local or a
// shim_value; an empty one is the failure that V8 has raised.
template <typename Body>
shim_value Enter(shim_isolate* self, shim_status status, Body&& body) {
  if (status != SHIM_STATUS_OK) [[unlikely]]
    return Status(status);
  shim_value result;
  v8::internal::Address object, thrown;  // 0: nothing to keep
  {
    Frame frame(self);
    Handles handles(self->isolate);
    v8::TryCatch caught(self->isolate);
    if (_setjmp(frame.jump) == 0) {
      frame.SetInterruptible(true);
      result = ToResult(body(self->isolate));
      if (result.status == SHIM_STATUS_EXCEPTION) [[unlikely]]
        result = Fail(self, caught);
      frame.SetInterruptible(false);
    } else {
      result = FailDead(self, frame.fatal_message);
    }
    object = ObjectOf(result);
    thrown = result.status == SHIM_STATUS_EXCEPTION ? ObjectOf(self->failure.thrown) : 0;
  }
  // Out of the call's HandleScope into the one around it; no collection can
  // come in between.
  if (object) result.bits = Handles::Create(self->isolate, object);
  if (thrown) [[unlikely]]
    self->failure.thrown.bits = Handles::Create(self->isolate, thrown);
  return result;
}

// For what may run JavaScript.
template <typename Body>
shim_value Call(shim_isolate* self, Body&& body) {
  return Enter(self, Runnable(self), std::forward<Body>(body));
}

// For many values: body fills self->values, with refs of its own HandleScope.
template <typename Body>
shim_values CallForValues(shim_isolate* self, Body&& body) {
  shim_value outcome = Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (self->values.capacity() > (size_t{1} << 16)) std::vector<shim_value>().swap(self->values);
    self->values.clear();
    shim_value result = ToResult(body(isolate));
    // Out of the HandleScope as objects; see Enter.
    if (result.status == SHIM_STATUS_OK) {
      for (shim_value& value : self->values) {
        if (v8::internal::Address object = ObjectOf(value)) value.bits = object;
      }
    }
    return result;
  });
  if (outcome.status != SHIM_STATUS_OK) {
    return {nullptr, static_cast<size_t>(outcome.bits), outcome.status};
  }
  for (shim_value& value : self->values) {
    if (value.kind >= SHIM_KIND_BIGINT) value.bits = Handles::Create(self->isolate, value.bits);
  }
  return {self->values.data(), self->values.size(), SHIM_STATUS_OK};
}

// For what can't: it works in a terminated isolate too.
template <typename Body>
shim_value Read(shim_isolate* self, Body&& body) {
  return Enter(self, Readable(self), std::forward<Body>(body));
}

// Ends a call from JavaScript to Go that failed: by throwing, or by unwinding
// further for a termination or a death that happened below. fatal.cc
void ReturnFailure(shim_isolate* self, const shim_value& result);

// context.cc: asks the context that wants to compile WebAssembly.
bool AllowCodeGenerationFromStrings(v8::Local<v8::Context> context);
bool AllowWasmCodeGeneration(v8::Local<v8::Context> context, v8::Local<v8::String> source);

// Ends a call from JavaScript to Go with Go's result.
template <typename T>
void Return(shim_isolate* self, const shim_value& result, v8::ReturnValue<T> to) {
  if (result.status != SHIM_STATUS_OK || Runnable(self)) [[unlikely]] {
    ReturnFailure(self, result);
    return;
  }
  switch (result.kind) {
    case SHIM_KIND_UNDEFINED:
      to.SetUndefined();
      break;
    case SHIM_KIND_NULL:
      to.SetNull();
      break;
    case SHIM_KIND_BOOLEAN:
      to.Set(result.bits != 0);
      break;
    case SHIM_KIND_NUMBER:
      to.Set(std::bit_cast<double>(result.bits));
      break;
    default:
      to.Set(ToLocal<T>(result.bits));
  }
}

}  // namespace shim

#endif  // CSHIM_ENTRY_H_
