//go:build ignore

// v8::SnapshotCreator
#include "snapshot_creator.h"

#include <v8-profiler.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "context.h"
#include "entry.h"
#include "external.h"
#include "isolate_tasks.h"
#include "microtask_queue.h"
#include "reference.h"
#include "startup_data.h"
#include "task_runner.h"

using shim::Call;
using shim::ToLocal;

namespace shim {

namespace {

size_t HandleBytes(v8::Isolate* isolate) {
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  return statistics.used_global_handles_size();
}

}  // namespace

void BeginCreation(shim_isolate* self, const v8::Isolate::CreateParams& params) {
  self->creation.creator = new v8::SnapshotCreator(self->isolate, params);
  self->isolate->Exit();  // from now on it is entered as any other
  self->creation.handles = HandleBytes(self->isolate);
}

void EndCreation(shim_isolate* self) {
  if (self->creation.creator == nullptr) return;
  self->isolate->Enter();  // which its destructor takes back
  delete self->creation.creator;
  self->creation.creator = nullptr;
}

namespace {

// Calls visit(object) with each object of the heap, after a collection of garbage.
template <typename Visit>
void VisitObjects(v8::Isolate* isolate, v8::Local<v8::Context> context, Visit visit) {
  struct Visitor final : v8::QueryObjectPredicate {
    explicit Visitor(Visit& visit) : visit(visit) {}
    bool Filter(v8::Local<v8::Object> object) override {
      visit(object);
      return false;
    }
    Visit& visit;
  };
  Visitor visitor(visit);
  // Jump: it stays empty.
  std::vector<v8::Global<v8::Object>> none;
  isolate->GetHeapProfiler()->QueryObjects(context, &visitor, &none);
}

// Classes of Intl, whose objects have C++ ones behind them. Other objects of these
// names are plain ones.
constexpr const char* kIntl[] = {"Collator",       "DateTimeFormat", "DisplayNames",
                                 "DurationFormat", "ListFormat",     "Locale",
                                 "NumberFormat",   "PluralRules",    "RelativeTimeFormat",
                                 "Segmenter",      "Segments",       "v8BreakIterator"};

const char* IntlClassOf(v8::Isolate* isolate, v8::Local<v8::Object> object) {
  using v8::internal::Internals;
  int type = Internals::GetInstanceType(*reinterpret_cast<v8::internal::Address*>(ToRef(object)));
  bool plain = type == Internals::kJSObjectType || (type >= Internals::kFirstJSApiObjectType &&
                                                    type <= Internals::kLastJSApiObjectType);
  if (plain) return nullptr;
  char name[32] = {};
  v8::Local<v8::String> text = object->GetConstructorName();
  if (text->Length() >= static_cast<int>(sizeof name)) return nullptr;
  text->WriteUtf8(isolate, name, sizeof name);
  const char* const* found = std::find_if(std::begin(kIntl), std::end(kIntl),
                                          [&](const char* each) { return !strcmp(each, name); });
  return found == std::end(kIntl) ? nullptr : *found;
}

// V8 writes lengths of 32 bits (src/snapshot/serializer.cc, SerializeJSArrayBuffer).
bool IsTooLong(v8::Local<v8::Object> object) {
  return object->IsArrayBuffer() && object.As<v8::ArrayBuffer>()->MaxByteLength() > UINT32_MAX;
}

}  // namespace
}  // namespace shim

shim_value shim_snapshot_creator_collect(shim_isolate* self) {
  shim::TaskRunner& tasks = *self->tasks;
  return Call(self, [&](v8::Isolate* isolate) {
    isolate->ClearKeptObjects();
    isolate->LowMemoryNotification();
    return v8::Just(tasks.HasDue(tasks.common()));
  });
}

shim_snapshot_left shim_snapshot_creator_prepare(shim_isolate* self, shim_ref context) {
  shim_snapshot_left left{};
  left.status = Call(self, [&](v8::Isolate* isolate) -> shim_value {
                  self->keys.entries.reset();
                  self->reader.templates.clear();
                  self->task.uncaught.Reset();
                  for (shim_ref each : self->creation.templates) shim::FreeGlobal(each);
                  self->creation.templates.clear();
                  isolate->ClearKeptObjects();
                  left.fields = ToLocal<v8::Context>(context)->Global()->InternalFieldCount() > 0;
                  for (const auto& [_, queue] : self->queues.by_v8) {
                    if (queue->contexts > 0 && shim::HasMicrotasks(queue.get()))
                      left.microtasks = true;
                  }
                  shim::VisitObjects(isolate, ToLocal<v8::Context>(context),
                                     [&](v8::Local<v8::Object> object) {
                                       left.large = left.large || shim::IsTooLong(object);
                                       if (left.intl) return;
                                       left.intl = shim::IntlClassOf(isolate, object);
                                     });
                  left.globals = static_cast<size_t>(self->counters.globals.get());
                  return shim::Status(SHIM_STATUS_OK);
                }).status;
  left.references = shim::TrackedIds(self);
  return left;
}

shim_snapshot_blob shim_snapshot_creator_create_blob(shim_isolate* self, const shim_ref* contexts,
                                                     size_t count, bool keep_function_code) {
  shim::Wire& wire = self->lent.wire;
  wire.Recycle();
  shim_snapshot_blob result{};
  result.status =
      Call(self, [&](v8::Isolate* isolate) -> shim_value {
        std::vector<v8::Local<v8::Context>>& locals = self->creation.contexts;
        for (size_t i = 0; i < count; i++) {
          locals.push_back(v8::Local<v8::Context>::New(isolate, ToLocal<v8::Context>(contexts[i])));
          shim::FreeGlobal(contexts[i]);
          if (!shim::PrepareForSnapshot(locals.back())) result.fixed = true;
        }
        v8::Local<v8::FunctionTemplate> external = shim::ExternalTemplate(self);
        shim::DropReferences(self);
        shim::UninstallTasks(isolate);
        self->externals.made_of.Reset();
        self->task.registry.Reset();
        result.held = shim::HandleBytes(isolate) > self->creation.handles;
        if (result.fixed || result.held) return shim::Status(SHIM_STATUS_OK);
        v8::SnapshotCreator* creator = self->creation.creator;
        v8::SerializeInternalFieldsCallback fields(shim::SerializeInternalField);
        creator->AddData(external);
        for (v8::Local<v8::Context> context : locals) {
          if (context == locals.front()) {
            creator->SetDefaultContext(context, fields);
          } else {
            creator->AddContext(context, fields);
          }
        }
        using Handling = v8::SnapshotCreator::FunctionCodeHandling;
        v8::StartupData blob =
            creator->CreateBlob(keep_function_code ? Handling::kKeep : Handling::kClear);
        size_t length = static_cast<size_t>(blob.raw_size);
        if (blob.data && wire.Reserve(length, length)) {
          memcpy(wire.data, blob.data, length);
          wire.size = length;
        }
        delete[] blob.data;
        return shim::Status(SHIM_STATUS_OK);
      }).status;
  result.data = {reinterpret_cast<const char*>(wire.data), wire.size};
  return result;
}

shim_value shim_snapshot_creator_strays(shim_isolate* self, shim_ref context) {
  return Call(self, [&](v8::Isolate* isolate) {
    int strays = 0;
    shim::VisitObjects(isolate, ToLocal<v8::Context>(context), [&](v8::Local<v8::Object> object) {
      v8::HandleScope handles(isolate);
      v8::Local<v8::Context> of;
      if (object->GetCreationContext(isolate).ToLocal(&of) && !shim::HasReference(self, of))
        strays++;
    });
    return v8::Just(strays);
  });
}
