//go:build ignore

// v8::Module
#include "module.h"

#include <algorithm>

#include "entry.h"
#include "exception.h"
#include "function_callback.h"
#include "isolate_throw.h"
#include "module_synthetic.h"
#include "reference.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

v8::Local<v8::Module> ToModule(shim_ref ref) { return ToLocal<v8::Module>(ref); }

// Go has these numbers.
static_assert(v8::Module::kUninstantiated == 0 && v8::Module::kInstantiating == 1 &&
              v8::Module::kInstantiated == 2 && v8::Module::kEvaluating == 3 &&
              v8::Module::kEvaluated == 4 && v8::Module::kErrored == 5);

shim_value Truth(bool value) { return {value, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK}; }
shim_value Bits(int value) {
  return {static_cast<uint64_t>(value), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
}

// Go has resolved all that V8 asks for before V8 asks, which it does in the order of
// the requests.
v8::MaybeLocal<v8::Module> OnResolve(v8::Local<v8::Context> context,
                                     v8::Local<v8::String> specifier,
                                     v8::Local<v8::FixedArray> attributes,
                                     v8::Local<v8::Module> referrer) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  shim_isolate* self = Self(isolate);
  v8::EscapableHandleScope scope(isolate);
  auto link = self->modules.links.find(ReferenceOf(self, referrer));
  if (link != self->modules.links.end()) {
    v8::Local<v8::FixedArray> requests = referrer->GetModuleRequests();
    auto& [answers, count, next] = link->second;
    for (; next < count; next++) {
      auto request = requests->Get(context, next).As<v8::ModuleRequest>();
      // V8 gives the very string and array.
      if (request->GetSpecifier() == specifier && request->GetImportAttributes() == attributes) {
        return scope.Escape(ToModule(answers[next++]));
      }
    }
  }
  Throw(isolate, SHIM_TYPE_ERROR, "V8 asks for a module that was not requested");
  return {};
}

// V8 calls it without looking whether there is one.
v8::MaybeLocal<v8::Object> OnResolveSource(v8::Local<v8::Context>, v8::Local<v8::String>,
                                           v8::Local<v8::FixedArray>, v8::Local<v8::Module>) {
  Throw(v8::Isolate::GetCurrent(), SHIM_SYNTAX_ERROR, "import source is not supported");
  return {};
}

// V8 goes from module to module by recursion where it resolves export from, and where
// a rejection ends all who wait for it, without a look at the stack. What it has
// below JavaScript's limit is for that.
size_t MostDepth(shim_isolate* self) {
  constexpr size_t kLevel = 512;  // bytes; 481 were measured
  // Other threads may have less, and go on with what this one has begun.
  constexpr size_t kMost = size_t{2} << 20;
  return std::min(self->stack.limit - self->stack.end, kMost) / kLevel;
}

}  // namespace

void TrackModule(shim_isolate* self, v8::Local<v8::Module> module, uint32_t reference) {
  int hash = module->GetIdentityHash();
  self->modules.references.emplace(hash, reference);
  Track(self, ToLocal(ToRef(module)), reference, 0, hash);
}

uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Module> module) {
  auto [next, end] = self->modules.references.equal_range(module->GetIdentityHash());
  for (; next != end; ++next) {
    if (Tracked(self, next->second) == ToLocal(ToRef(module))) return next->second;
  }
  return 0;
}

void ForgetModule(shim_isolate* self, int hash, uint32_t reference) {
  self->modules.json.erase(reference);
  auto [next, end] = self->modules.references.equal_range(hash);
  while (next != end && next->second != reference) ++next;
  if (next != end) self->modules.references.erase(next);
}

bool Ask(shim_isolate* self, shim_module_callback& call, v8::Local<v8::Context> context,
         shim_module_operation operation) {
  v8::internal::Address object;
  {
    CallbackScope scope(self);
    call.isolate = self->options.id;
    call.context = ToRef(context);
    call.operation = operation;
    call.attributes = {self->lent.values.data(), self->lent.values.size(), SHIM_STATUS_OK};
    {
      GoScope go;
      callbacks.module_callback(&call);
    }
    object = ObjectOf(call.result);
  }
  if (object) call.result.bits = Handles::Create(self->isolate, object);  // outside the scope
  return call.result.status == SHIM_STATUS_OK && !Runnable(self);
}

}  // namespace shim

using shim::ToModule;

shim_value shim_module_get_status(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) { return shim::Bits(ToModule(module)->GetStatus()); });
}

shim_value shim_module_get_exception(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) {
    if (ToModule(module)->GetStatus() != v8::Module::kErrored) {
      return shim::OfKind(ToModule(module), SHIM_KIND_DATA);
    }
    return shim::ToValue(ToModule(module)->GetException());
  });
}

shim_value shim_module_get_identity_hash(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) { return shim::Bits(ToModule(module)->GetIdentityHash()); });
}

shim_value shim_module_script_id(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) {
    v8::Local<v8::Module> local = ToModule(module);
    if (!local->IsSourceTextModule() || local->GetStatus() == v8::Module::kErrored) {
      return shim::Bits(0);
    }
    return shim::Bits(local->ScriptId());
  });
}

shim_value shim_module_is_source_text_module(shim_isolate* self, shim_ref module) {
  return Read(self,
              [&](v8::Isolate*) { return shim::Truth(ToModule(module)->IsSourceTextModule()); });
}

shim_value shim_module_has_top_level_await(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) {
    v8::Local<v8::Module> local = ToModule(module);
    return shim::Truth(local->IsSourceTextModule() && local->HasTopLevelAwait());
  });
}

shim_value shim_module_is_graph_async(shim_isolate* self, shim_ref module) {
  return Read(self, [&](v8::Isolate*) { return shim::Truth(ToModule(module)->IsGraphAsync()); });
}

shim_value shim_module_instantiate_module(shim_isolate* self, shim_ref module,
                                          shim_module_links from) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (from.depth > shim::MostDepth(self)) {
      return shim::Throw(isolate, SHIM_RANGE_ERROR, "Imports are nested too deep");
    }
    auto& links = self->modules.links;
    links.clear();
    for (size_t i = 0; i < from.count; i++, from.modules += 2) {
      int count = static_cast<int>(from.modules[1]);
      links[from.modules[0]] = {from.answers, count, 0};
      from.answers += count;
    }
    shim_value result = shim::ToResult(ToModule(module)->InstantiateModule(
        isolate->GetCurrentContext(), shim::OnResolve, shim::OnResolveSource));
    links.clear();
    return result;
  });
}

shim_value shim_module_get_module_namespace(shim_isolate* self, shim_ref module) {
  return Call(self, [&](v8::Isolate*) { return ToModule(module)->GetModuleNamespace(); });
}

shim_value shim_module_evaluate(shim_isolate* self, shim_ref module, const uint32_t* circle,
                                size_t count) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Module> local = ToModule(module);
    if (local->GetStatus() == v8::Module::kEvaluated) {
      // V8 takes the one that has thrown late to be evaluated, and gives up.
      for (size_t i = 0; i < count; i++) {
        v8::Local<v8::Module> other = ToModule(shim::ToRef(shim::Tracked(self, circle[i])));
        if (!other.IsEmpty() && other->GetStatus() == v8::Module::kErrored) {
          return shim::ToResult(shim::Settled(context, other->GetException()));
        }
      }
    }
    return shim::ToResult(local->Evaluate(context));
  });
}

shim_value shim_module_get_stalled_top_level_await(shim_isolate* self, shim_ref module,
                                                   size_t index) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Module> local = ToModule(module);
    if (!local->IsSourceTextModule() || local->GetStatus() != v8::Module::kEvaluated) {
      return shim::Bits(0);
    }
    // A jump would skip their destructors: that is some memory of a dead isolate's.
    auto [modules, messages] = local->GetStalledTopLevelAwaitMessages(isolate);
    if (index < messages.size()) {
      constexpr size_t kText = 16 * 1024;
      self->failure.slot = {};
      self->failure.left = kText;
      shim::Describe(self, v8::Undefined(isolate), messages[index]);
    }
    return shim::Bits(static_cast<int>(messages.size()));
  });
}
