//go:build ignore

// Go values that JavaScript holds: the closures behind functions, errors that
// were thrown, what internal fields carry. C++ knows only their ids; Go is told
// which ones the garbage collector has found unreachable.
#include "reference.h"

#include <algorithm>

#include "entry.h"
#include "isolate_external_memory.h"
#include "module.h"

namespace shim {

struct Reference {
  shim_isolate* self;
  uint32_t id;
  v8::Global<v8::Value> object;
  size_t bytes;     // of Go's memory that the object keeps
  int module_hash;  // of a module; else 0
};

namespace {

void Delete(Reference* reference) {
  reference->object.Reset();
  if (reference->module_hash) ForgetModule(reference->self, reference->module_hash, reference->id);
  reference->self->references.by_id[reference->id] = nullptr;
  reference->self->references.bytes -= static_cast<int64_t>(reference->bytes);
  reference->self->counters.references--;
  delete reference;
}

// Runs inside a garbage collection, on the thread that has the isolate: no
// call into V8 but the Reset, none into Go.
void OnCollected(const v8::WeakCallbackInfo<Reference>& info) {
  Reference* reference = info.GetParameter();
  References& references = reference->self->references;
  references.collected.push_back(reference->id);
  references.collected_count++;
  Delete(reference);
}

v8::Local<v8::Private> AttachedProperty(shim_isolate* self) {
  References& references = self->references;
  if (references.attached.IsEmpty()) {
    references.attached.Reset(self->isolate, v8::Private::New(self->isolate));
  }
  return references.attached.Get(self->isolate);
}

}  // namespace

void Track(shim_isolate* self, v8::Local<v8::Value> object, uint32_t id, size_t bytes,
           int module_hash) {
  References& references = self->references;
  Reference* reference = new Reference{self, id, {self->isolate, object}, bytes, module_hash};
  references.bytes += static_cast<int64_t>(bytes);
  if (references.by_id.size() <= id) references.by_id.resize(id + 1);
  references.by_id[id] = reference;
  self->counters.references++;
  reference->object.SetWeak(reference, OnCollected, v8::WeakCallbackType::kParameter);
}

void Untrack(shim_isolate* self, uint32_t id) {
  const References& references = self->references;
  Reference* reference = id < references.by_id.size() ? references.by_id[id] : nullptr;
  if (reference) Delete(reference);
}

v8::Local<v8::Value> Tracked(shim_isolate* self, uint32_t id) {
  const References& references = self->references;
  Reference* reference = id < references.by_id.size() ? references.by_id[id] : nullptr;
  return reference ? reference->object.Get(self->isolate) : v8::Local<v8::Value>();
}

uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Value> object) {
  v8::Local<v8::Value> id;
  if (!object->IsObject() || self->references.attached.IsEmpty() ||
      !object.As<v8::Object>()
           ->GetPrivate(self->isolate->GetCurrentContext(), AttachedProperty(self))
           .ToLocal(&id) ||
      !id->IsUint32()) {
    return 0;
  }
  return id.As<v8::Uint32>()->Value();
}

shim_references TrackedIds(shim_isolate* self) {
  References& references = self->references;
  references.lent.clear();
  for (const Reference* reference : references.by_id) {
    if (reference) references.lent.push_back(reference->id);
  }
  return {references.lent.data(), references.lent.size()};
}

void DropReferences(shim_isolate* self) {
  for (Reference* reference : self->references.by_id) {
    if (reference) Delete(reference);
  }
  self->references.attached.Reset();
}

}  // namespace shim

shim_status shim_reference_attach(shim_isolate* self, shim_ref object, uint32_t id, size_t bytes) {
  return static_cast<shim_status>(
      shim::Read(self, [&](v8::Isolate* isolate) -> shim_value {
        v8::Local<v8::Object> target = shim::ToLocal<v8::Object>(object);
        if (target
                ->SetPrivate(isolate->GetCurrentContext(), shim::AttachedProperty(self),
                             v8::Integer::NewFromUnsigned(isolate, id))
                .IsNothing()) {
          return shim::Status(SHIM_STATUS_EXCEPTION);
        }
        shim::Track(self, target, id, bytes);
        shim::TellExternalBytes(self);
        return shim::Status(SHIM_STATUS_OK);
      }).status);
}

shim_value shim_reference_add_external(shim_isolate* self, shim_ref object, uint32_t id,
                                       size_t bytes, size_t most) {
  volatile bool tracked = false;  // also after a jump
  shim_value outcome = shim::Call(self, [&](v8::Isolate*) {
    size_t room = most - std::min(most, static_cast<size_t>(self->references.bytes));
    shim::Track(self, shim::ToLocal(object), id, std::min(bytes, room));
    tracked = true;
    shim::TellExternalBytes(self);
    return shim::Status(shim::Runnable(self));
  });
  outcome.bits = tracked;
  return outcome;
}

shim_references shim_reference_collected(shim_isolate* self) {
  shim::References& references = self->references;
  references.lent.swap(references.collected);
  references.collected.clear();
  references.collected_count = 0;
  return {references.lent.data(), references.lent.size()};
}

const uint32_t* shim_reference_collected_count(shim_isolate* self) {
  return &self->references.collected_count;
}
