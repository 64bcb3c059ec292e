// v8::Exception, v8::Message, v8::TryCatch: what stopped a call.
#include "entry.h"

namespace shim {
namespace {

void Assign(std::string& to, shim_bytes& out, v8::Isolate* isolate, v8::Local<v8::Value> from) {
  to.clear();
  if (!from.IsEmpty() && from->IsString()) WriteUtf8(isolate, from.As<v8::String>(), to);
  out = {to.data(), to.size()};
}

// The stack as text without asking the error object for its "stack", which
// may be a getter.
void AppendFrames(v8::Isolate* isolate, v8::Local<v8::StackTrace> trace, std::string& to) {
  std::string text;
  auto append = [&](v8::Local<v8::String> string) {
    text.clear();
    if (!string.IsEmpty()) WriteUtf8(isolate, string, text);
    to += text;
    return !text.empty();
  };
  for (int i = 0, count = trace->GetFrameCount(); i < count; i++) {
    v8::Local<v8::StackFrame> frame = trace->GetFrame(isolate, i);
    to += to.empty() ? "    at " : "\n    at ";
    if (frame->IsConstructor()) to += "new ";
    bool named = append(frame->GetFunctionName());
    if (named) to += " (";
    if (!append(frame->GetScriptNameOrSourceURL())) to += frame->IsEval() ? "<eval>" : "<anonymous>";
    to += ":" + std::to_string(frame->GetLineNumber()) + ":" + std::to_string(frame->GetColumn());
    if (named) to += ")";
  }
}

void FillStack(shim_isolate* self, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message) {
  v8::Local<v8::StackTrace> trace;
  if (thrown->IsObject()) trace = v8::Exception::GetStackTrace(thrown);
  if (trace.IsEmpty() && !message.IsEmpty()) trace = message->GetStackTrace();
  self->failure_stack.clear();
  if (!trace.IsEmpty()) AppendFrames(self->isolate, trace, self->failure_stack);
  self->failure.stack = {self->failure_stack.data(), self->failure_stack.size()};
}

void FillMessage(shim_isolate* self, v8::Local<v8::Message> message) {
  v8::Isolate* isolate = self->isolate;
  shim_failure& failure = self->failure;
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  Assign(self->failure_message, failure.message, isolate, message->Get());
  constexpr char kUncaught[] = "Uncaught ";
  constexpr size_t kUncaughtLength = sizeof kUncaught - 1;
  if (self->failure_message.starts_with(kUncaught)) {
    failure.message.data += kUncaughtLength;
    failure.message.length -= kUncaughtLength;
  }
  Assign(self->failure_resource, failure.resource, isolate, message->GetScriptResourceName());
  v8::Local<v8::String> source_line;
  if (!message->GetSourceLine(context).ToLocal(&source_line)) source_line.Clear();
  Assign(self->failure_source_line, failure.source_line, isolate, source_line);
  failure.line = message->GetLineNumber(context).FromMaybe(0);
  failure.column = failure.line > 0 ? message->GetStartColumn(context).FromMaybe(-1) + 1 : 0;
}

}  // namespace

shim_value Fail(shim_isolate* self, v8::TryCatch& caught) {
  self->failure = {};
  if (caught.HasTerminated() || !caught.HasCaught()) {
    // V8 gives nothing and no exception only while it unwinds for a
    // termination that another TryCatch has seen.
    return Status(TerminationStatus(self));
  }
  v8::Local<v8::Value> thrown = caught.Exception();
  v8::Local<v8::Message> message = caught.Message();
  if (!message.IsEmpty()) FillMessage(self, message);
  FillStack(self, thrown, message);
  self->failure.thrown = ToValue(thrown);
  v8::Local<v8::String> text;  // runs no JavaScript for these two
  if ((thrown->IsString() || thrown->IsBigInt()) &&
      thrown->ToDetailString(self->isolate->GetCurrentContext()).ToLocal(&text)) {
    Assign(self->failure_thrown, self->failure.thrown_text, self->isolate, text);
  }
  return Status(SHIM_STATUS_EXCEPTION);
}

shim_value FailDead(shim_isolate* self, const char* message) {
  self->dead = true;
  self->failure = {};
  self->failure_message = message ? message : "";
  self->failure.message = {self->failure_message.data(), self->failure_message.size()};
  return Status(SHIM_STATUS_DEAD);
}

}  // namespace shim

const shim_failure* shim_isolate_failure(shim_isolate* self) { return &self->failure; }
