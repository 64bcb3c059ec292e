//go:build ignore

// v8::Context
#include "context.h"

#include "array_buffer.h"
#include "entry.h"
#include "isolate_limits.h"
#include "isolate_tasks.h"
#include "microtask_queue.h"
#include "reference.h"
#include "startup_data.h"
#include "task_runner.h"

using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

// Where a context keeps what belongs to it. V8 reserves 0 for the inspector.
enum EmbedderData : int {
  kReference = 1,
  kDenyStrings,
  kDenyWasm,
  kEmbedderDataCount,
  // Where a snapshot will be made, and in what is made of it:
  kRegistry = kEmbedderDataCount,  // see isolate_tasks.cc
  kError,                          // the constructor, until it is made
};

// The embedder data, or empty in a context that Go has not made.
v8::MaybeLocal<v8::Value> Get(v8::Local<v8::Context> context, EmbedderData index) {
  if (context->GetNumberOfEmbedderDataFields() < kEmbedderDataCount) return {};
  return context->GetEmbedderData(index);
}

void SetDenied(v8::Isolate* isolate, v8::Local<v8::Context> context, EmbedderData what, bool deny) {
  context->SetEmbedderData(what, v8::Boolean::New(isolate, deny));
}

bool IsDenied(v8::Local<v8::Context> context, EmbedderData what) {
  v8::Local<v8::Value> deny;
  return Get(context, what).ToLocal(&deny) && deny->IsTrue();
}

v8::Local<v8::String> StackTraceLimit(v8::Isolate* isolate) {
  return v8::String::NewFromUtf8Literal(isolate, "stackTraceLimit");
}

// Gives errors a stack. Where a snapshot is made V8 does not, because it adds
// Error.stackTraceLimit to each context that is made of the snapshot, where it must not
// be then: PrepareForSnapshot takes it away.
void GiveStackTraces(v8::Isolate* isolate, v8::Local<v8::Context> context) {
  constexpr int kV8Default = 10;
  v8::Context::Scope scope(context);
  // Of an error of V8's own, because a script of an earlier snapshot may have replaced
  // the global Error.
  v8::Local<v8::Value> error = v8::Exception::Error(v8::String::Empty(isolate));
  v8::Local<v8::Value> prototype = error.As<v8::Object>()->GetPrototypeV2();
  v8::Local<v8::Value> constructor;
  if (prototype->IsObject() &&
      prototype.As<v8::Object>()
          ->GetRealNamedProperty(context, v8::String::NewFromUtf8Literal(isolate, "constructor"))
          .ToLocal(&constructor) &&
      constructor->IsFunction() &&
      constructor.As<v8::Object>()
          ->CreateDataProperty(context, StackTraceLimit(isolate),
                               v8::Integer::New(isolate, kV8Default))
          .FromMaybe(false)) {
    context->SetEmbedderData(kError, constructor);
  }
}

// The id of the context that made object, or 0.
shim_value CreationContext(v8::Isolate* isolate, v8::Local<v8::Object> object) {
  v8::Local<v8::Context> context;
  v8::Local<v8::Value> id;
  if (!object->GetCreationContext(isolate).ToLocal(&context) ||
      !Get(context, kReference).ToLocal(&id) || !id->IsUint32()) {
    return Status(SHIM_STATUS_OK);
  }
  return {id.As<v8::Uint32>()->Value(), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
}

}  // namespace

bool HasReference(shim_isolate* self, v8::Local<v8::Context> context) {
  v8::Local<v8::Value> id;
  return Get(context, kReference).ToLocal(&id) && id->IsUint32() &&
         Tracked(self, id.As<v8::Uint32>()->Value()) == ToLocal(ToRef(context));
}

v8::Local<v8::Object> EmptyRegistryOf(v8::Local<v8::Context> context) {
  if (context->GetNumberOfEmbedderDataFields() <= kRegistry) return {};
  v8::Local<v8::Value> registry = context->GetEmbedderData(kRegistry);
  return registry->IsObject() ? registry.As<v8::Object>() : v8::Local<v8::Object>();
}

bool PrepareForSnapshot(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::Context::Scope scope(context);
  v8::Local<v8::Value> error = context->GetEmbedderData(kError);
  context->SetEmbedderData(kError, v8::Undefined(isolate));
  context->SetEmbedderData(kReference, v8::Undefined(isolate));
  return !error->IsObject() ||
         error.As<v8::Object>()->Delete(context, StackTraceLimit(isolate)).FromMaybe(false);
}

bool AllowWasmCodeGeneration(v8::Local<v8::Context> context, v8::Local<v8::String>) {
  if (IsDenied(context, kDenyWasm)) return false;
  if (shim_isolate* self = Own(v8::Isolate::GetCurrent())) self->task.outside = 1;
  return true;
}

bool AllowCodeGenerationFromStrings(v8::Local<v8::Context> context) {
  return !IsDenied(context, kDenyStrings);
}

}  // namespace shim

shim_status shim_context_new(shim_isolate* self, shim_microtask_queue* queue, uint32_t reference,
                             shim_ref global_template, int32_t index, shim_ref* context) {
  return static_cast<shim_status>(
      shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
        v8::MaybeLocal<v8::ObjectTemplate> global;
        if (global_template) global = ToLocal<v8::ObjectTemplate>(global_template);
        v8::MicrotaskQueue* microtasks = queue->microtasks.get();
        v8::DeserializeInternalFieldsCallback fields(shim::DeserializeInternalField);
        v8::Local<v8::Context> local;
        bool snapshot = self->options.startup_data != nullptr;
        self->allocator->SetUnlimited(snapshot);
        if (index < 0) {
          local = v8::Context::New(isolate, nullptr, global, {}, fields, microtasks);
        } else if (!v8::Context::FromSnapshot(isolate, index, fields, nullptr, {}, microtasks)
                        .ToLocal(&local)) {
          local.Clear();
        }
        self->allocator->SetUnlimited(false);
        if (snapshot && self->allocator->Left() == 0) shim::DoubtLimit(self);
        if (local.IsEmpty()) return shim::Status(SHIM_STATUS_EXCEPTION);
        // It is made by C++ code, which nothing interrupts.
        if (shim_status status = shim::JudgeLimit(self)) return shim::Status(status);
        local->SetEmbedderData(shim::kReference, v8::Integer::NewFromUnsigned(isolate, reference));
        shim::SetDenied(isolate, local, shim::kDenyStrings, false);
        shim::SetDenied(isolate, local, shim::kDenyWasm, false);
        local->AllowCodeGenerationFromStrings(false);  // so that V8 asks; see isolate_limits.cc
        if (self->creation.creator) {
          v8::Local<v8::Object> registry;
          if (shim::EmptyRegistryOf(local).IsEmpty() &&
              shim::NewEmptyRegistry(local).ToLocal(&registry)) {
            local->SetEmbedderData(shim::kRegistry, registry);
          }
          shim::GiveStackTraces(isolate, local);
        }
        shim::Track(self, ToLocal(shim::ToRef(local)), reference);
        *context = shim::NewGlobal(isolate, local);
        self->counters.contexts++;
        queue->contexts++;
        return shim::Status(SHIM_STATUS_OK);
      }).status);
}

void shim_context_close(shim_isolate* self, shim_microtask_queue* queue, shim_ref context) {
  shim::FreeGlobal(context);
  self->counters.contexts--;
  if (--queue->contexts > 0) return;
  self->tasks->Close(queue->lane);
  queue->finalizers.clear();
}

shim_value shim_context_global(shim_isolate* self) {
  return Read(self, [](v8::Isolate* isolate) {
    return v8::Local<v8::Value>(isolate->GetCurrentContext()->Global());
  });
}

shim_value shim_context_reference(shim_isolate* self, shim_ref context) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    // V8 gives no way from an inner context to the one that embedders know,
    // but through its global object.
    return shim::CreationContext(isolate, ToLocal<v8::Context>(context)->Global());
  });
}

shim_value shim_context_reference_of(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate* isolate) {
    return shim::CreationContext(isolate, ToLocal<v8::Object>(object));
  });
}

shim_value shim_context_set_security_token(shim_isolate* self, shim_ref context, shim_bytes token) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> target = ToLocal<v8::Context>(context);
    v8::Local<v8::String> name;
    if (token.length == 0) {
      target->UseDefaultSecurityToken();
    } else if (v8::String::NewFromUtf8(isolate, token.data, v8::NewStringType::kInternalized,
                                       static_cast<int>(token.length))
                   .ToLocal(&name)) {
      target->SetSecurityToken(name);  // compared by identity
    } else {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_context_allow_code_generation_from_strings(shim_isolate* self, shim_ref context,
                                                           bool allow) {
  return Read(self, [&](v8::Isolate* isolate) {
    shim::SetDenied(isolate, ToLocal<v8::Context>(context), shim::kDenyStrings, !allow);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_context_is_code_generation_from_strings_allowed(shim_isolate* self,
                                                                shim_ref context) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(shim::AllowCodeGenerationFromStrings(ToLocal<v8::Context>(context)));
  });
}

shim_value shim_context_allow_wasm_code_generation(shim_isolate* self, shim_ref context,
                                                   bool allow) {
  return Read(self, [&](v8::Isolate* isolate) {
    shim::SetDenied(isolate, ToLocal<v8::Context>(context), shim::kDenyWasm, !allow);
    return shim::Status(SHIM_STATUS_OK);
  });
}
