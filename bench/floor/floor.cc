#include "floor.h"

#if !__has_include(<v8.h>)
#error "V8's headers were not found. Run 'make v8' first."
#endif

#include <libplatform/libplatform.h>
#include <setjmp.h>
#include <string.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <v8.h>

extern "C" {
void floorBack(void);
double floorCallback(double* arguments, int32_t length);
}

namespace {

constexpr int kTextLength = 32;

// As package v8 starts it, or the code that V8 generates would differ.
bool Start() {
  static std::once_flag once;
  static bool started = false;
  std::call_once(once, [] {
    // As package v8, of those that may cost time.
    for (const char* flag :
         {"--no-turboshaft-loop-unrolling", "--no-memory-protection-keys", "--rehash-snapshot",
          "--no-lazy-feedback-allocation"}) {
      v8::V8::SetFlagsFromString(flag);
    }
    v8::V8::InitializeICUDefaultLocation("");
    v8::V8::InitializeExternalStartupData("");
    v8::V8::InitializePlatform(
        v8::platform::NewDefaultPlatform(0, v8::platform::IdleTaskSupport::kDisabled,
                                         v8::platform::InProcessStackDumping::kDisabled)
            .release());
    started = v8::V8::Initialize();
  });
  return started;
}

v8::Isolate* NewIsolate(v8::ArrayBuffer::Allocator* allocator) {
  v8::Isolate::CreateParams params;
  params.array_buffer_allocator = allocator;
  v8::Isolate* isolate = v8::Isolate::New(params);
  isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  return isolate;
}

// What package v8 does with the arguments of a callback, and no more.
template <bool kGo>
void OnCallback(const v8::FunctionCallbackInfo<v8::Value>& info) {
  constexpr int kMost = 8;
  double arguments[kMost], sum = 0;
  int length = info.Length() < kMost ? info.Length() : kMost;
  for (int i = 0; i < length; i++) {
    if (!info[i]->IsNumber()) return;
    arguments[i] = info[i].As<v8::Number>()->Value();
  }
  if (kGo) {
    sum = floorCallback(arguments, length);
  } else {
    for (int i = 0; i < length; i++) sum += arguments[i];
  }
  if (length) info.GetReturnValue().Set(sum);
}

double ToNumber(v8::MaybeLocal<v8::Value> maybe) {
  v8::Local<v8::Value> value;
  return maybe.ToLocal(&value) && value->IsNumber() ? value.As<v8::Number>()->Value() : 0;
}

v8::MaybeLocal<v8::Script> Compile(v8::Local<v8::Context> context, const char* source) {
  v8::Local<v8::String> text;
  if (!v8::String::NewFromUtf8(context->GetIsolate(), source).ToLocal(&text)) return {};
  v8::ScriptCompiler::Source compiler_source(text);
  return v8::ScriptCompiler::Compile(context, &compiler_source);
}

v8::MaybeLocal<v8::Value> Evaluate(v8::Local<v8::Context> context, const char* source) {
  v8::Local<v8::Script> script;
  if (!Compile(context, source).ToLocal(&script)) return {};
  return script->Run(context);
}

// The isolate as its thread has entered it.
struct Session {
  explicit Session(v8::Isolate* isolate, const v8::Global<v8::Context>& context)
      : locker(isolate),
        isolate_scope(isolate),
        handle_scope(isolate),
        context(context.Get(isolate)),
        context_scope(this->context) {}

  v8::Locker locker;
  v8::Isolate::Scope isolate_scope;
  v8::HandleScope handle_scope;
  v8::Local<v8::Context> context;
  v8::Context::Scope context_scope;
  v8::Local<v8::Value> value;
  v8::Local<v8::String> key;
  std::string source;
};

// Package v8 jumps out of V8's fatal errors to where it came in.
struct Jump {
  jmp_buf buffer;
  static thread_local Jump* innermost;
};
thread_local Jump* Jump::innermost = nullptr;

}  // namespace

struct floor_engine {
  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator;
  v8::Isolate* isolate;
  v8::Global<v8::Context> context;
  v8::Global<v8::Script> script;
  std::optional<Session> session;
};

void floor_empty() {}

void floor_back(int64_t n) {
  for (int64_t i = 0; i < n; i++) floorBack();
}

floor_engine* floor_new(const char* script) {
  if (!Start()) return nullptr;
  floor_engine* self = new floor_engine;
  self->allocator.reset(v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  self->isolate = NewIsolate(self->allocator.get());
  v8::Locker locker(self->isolate);
  v8::Isolate::Scope isolate_scope(self->isolate);
  v8::HandleScope handle_scope(self->isolate);
  v8::Local<v8::Context> context = v8::Context::New(self->isolate);
  self->context.Reset(self->isolate, context);
  v8::Context::Scope context_scope(context);
  v8::Local<v8::Script> compiled;
  if (!Compile(context, script).ToLocal(&compiled)) return nullptr;
  self->script.Reset(self->isolate, compiled);
  return self;
}

void floor_free(floor_engine* self) {
  self->script.Reset();
  self->context.Reset();
  self->isolate->Dispose();
  delete self;
}

bool floor_enter(floor_engine* self, const char* source, bool go_callback) {
  self->session.emplace(self->isolate, self->context);
  Session& session = *self->session;
  session.source = source;
  session.key = v8::String::NewFromUtf8Literal(self->isolate, "number",
                                               v8::NewStringType::kInternalized);
  v8::Local<v8::Function> callback;
  return v8::Function::New(session.context, go_callback ? OnCallback<true> : OnCallback<false>)
             .ToLocal(&callback) &&
         session.context->Global()
             ->Set(session.context, v8::String::NewFromUtf8Literal(self->isolate, "callback"),
                   callback)
             .FromMaybe(false) &&
         Evaluate(session.context, source).ToLocal(&session.value);
}

void floor_leave(floor_engine* self) { self->session.reset(); }

namespace {

// One turn of a benchmark's loop in a HandleScope of its own, so that handles
// don't pile up.
template <typename Body>
double Repeat(floor_engine* self, int64_t n, Body&& body) {
  Session& session = *self->session;
  double sum = 0;
  for (int64_t i = 0; i < n; i++) {
    v8::HandleScope handle_scope(self->isolate);
    sum += body(self->isolate, session.context, session.value);
  }
  return sum;
}

double Call(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> function,
            int32_t argc) {
  v8::Local<v8::Value> argv[] = {v8::Number::New(isolate, 1)};
  return ToNumber(
      function.As<v8::Function>()->Call(isolate, context, v8::Undefined(isolate), argc, argv));
}

double CallWithJump(v8::Isolate* isolate, v8::Local<v8::Context> context,
                    v8::Local<v8::Value> function, int32_t argc) {
  v8::TryCatch caught(isolate);
  Jump jump;
  Jump* outer = Jump::innermost;
  Jump::innermost = &jump;
  double result = 0;
  if (_setjmp(jump.buffer) == 0) result = Call(isolate, context, function, argc);
  Jump::innermost = outer;
  return result;
}

}  // namespace

double floor_call(floor_engine* self, int32_t argc, floor_guard guard, int64_t n) {
  switch (guard) {
    case FLOOR_TRY_CATCH:
      return Repeat(self, n, [&](auto isolate, auto context, auto function) {
        v8::TryCatch caught(isolate);
        return Call(isolate, context, function, argc);
      });
    case FLOOR_SETJMP:
      return Repeat(self, n, [&](auto isolate, auto context, auto function) {
        return CallWithJump(isolate, context, function, argc);
      });
    default:
      return Repeat(self, n, [&](auto isolate, auto context, auto function) {
        return Call(isolate, context, function, argc);
      });
  }
}

double floor_callback(floor_engine* self, int64_t n) {
  return Repeat(self, 1, [&](auto isolate, auto context, auto function) {
    v8::Local<v8::Value> argv[] = {v8::Number::New(isolate, static_cast<double>(n))};
    return ToNumber(
        function.template As<v8::Function>()->Call(isolate, context, v8::Undefined(isolate), 1,
                                                   argv));
  });
}

double floor_get(floor_engine* self, int64_t n) {
  return Repeat(self, n, [&](auto, auto context, auto object) {
    return ToNumber(object.template As<v8::Object>()->Get(context, self->session->key));
  });
}

double floor_set(floor_engine* self, int64_t n) {
  return Repeat(self, n, [&](auto isolate, auto context, auto object) {
    return object.template As<v8::Object>()
        ->Set(context, self->session->key, v8::Number::New(isolate, 7))
        .FromMaybe(false);
  });
}

double floor_index(floor_engine* self, int64_t n) {
  return Repeat(self, n, [](auto, auto context, auto array) {
    return ToNumber(array.template As<v8::Object>()->Get(context, 3));
  });
}

double floor_is_number(floor_engine* self, int64_t n) {
  v8::Local<v8::Value> value = self->session->value;
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += value->IsNumber();
  return sum;
}

double floor_construct(floor_engine* self, int64_t n) {
  return Repeat(self, n, [](auto isolate, auto context, auto function) {
    v8::Local<v8::Value> argv[] = {v8::Number::New(isolate, 1), v8::Number::New(isolate, 2)};
    return !function.template As<v8::Function>()->NewInstance(context, 2, argv).IsEmpty();
  });
}

double floor_string_in(floor_engine* self, const char* text, int64_t n) {
  return Repeat(self, n, [&](auto isolate, auto, auto) {
    v8::Local<v8::String> string;
    return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text),
                                      v8::NewStringType::kNormal, kTextLength)
                   .ToLocal(&string)
               ? string->Length()
               : 0;
  });
}

double floor_string_out(floor_engine* self, int64_t n) {
  return Repeat(self, n, [](auto isolate, auto, auto value) {
    char text[kTextLength];
    v8::String::ValueView view(isolate, value.template As<v8::String>());
    memcpy(text, view.data8(), kTextLength);
    // Or the compiler would drop the copy.
    __asm__ volatile("" : : "r"(text) : "memory");
    return view.length();
  });
}

double floor_compile_run(floor_engine* self, int64_t n) {
  const char* source = self->session->source.c_str();
  return Repeat(self, n,
                [&](auto, auto context, auto) { return ToNumber(Evaluate(context, source)); });
}

double floor_new_context(floor_engine* self, int64_t n) {
  return Repeat(self, n,
                [](auto isolate, auto, auto) { return !v8::Context::New(isolate).IsEmpty(); });
}

double floor_enter_run_leave(floor_engine* self, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) {
    Session session(self->isolate, self->context);
    sum += ToNumber(self->script.Get(self->isolate)->Run(session.context));
  }
  return sum;
}

double floor_new_isolate(int64_t n) {
  if (!Start()) return 0;
  double sum = 0;
  for (int64_t i = 0; i < n; i++) {
    std::unique_ptr<v8::ArrayBuffer::Allocator> allocator(
        v8::ArrayBuffer::Allocator::NewDefaultAllocator());
    v8::Isolate* isolate = NewIsolate(allocator.get());
    {
      v8::Locker locker(isolate);
      v8::Isolate::Scope isolate_scope(isolate);
      v8::HandleScope handle_scope(isolate);
      sum += !v8::Context::New(isolate).IsEmpty();
    }
    isolate->Dispose();
  }
  return sum;
}
