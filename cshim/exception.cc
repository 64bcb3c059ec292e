//go:build ignore

// v8::Exception, v8::Message, v8::TryCatch: what stopped a call.
#include "exception.h"

#include <algorithm>

#include "entry.h"
#include "reference.h"
#include "stack_guard.h"
#include "string_utf8.h"
#include "unexported.h"
#include "value_writer.h"
#include "wire.h"

namespace shim {

// v8::internal::Isolate::GetSimpleStackTrace: a FixedArray of CallSiteInfos.
extern shim_ref SimpleStackTrace(v8::Isolate* isolate, shim_ref error) SHIM_SYMBOL(
    "_ZN2v88internal7Isolate19GetSimpleStackTraceENS0_12DirectHandleINS0_10JSReceiverEEE");
// v8::internal::CallSiteInfo's. What is V8's own has no script.
extern shim_ref SiteScript(v8::Isolate* isolate, shim_ref site)
    SHIM_SYMBOL("_ZN2v88internal12CallSiteInfo9GetScriptEPNS0_7IsolateENS0_12DirectHandleIS1_EE");
extern int SiteSourcePosition(shim_ref site)
    SHIM_SYMBOL("_ZN2v88internal12CallSiteInfo17GetSourcePositionENS0_12DirectHandleIS1_EE");
extern shim_ref SiteFunctionName(shim_ref site)
    SHIM_SYMBOL("_ZN2v88internal12CallSiteInfo20GetFunctionDebugNameENS0_12DirectHandleIS1_EE");
// v8::internal::Factory::NewStackFrameInfo: what a v8::StackFrame is.
extern shim_ref NewFrame(v8::Isolate* factory, shim_ref script, int position, shim_ref name,
                         bool is_constructor)
    SHIM_SYMBOL(
        "_ZN2v88internal7Factory17NewStackFrameInfoENS0_12DirectHandleINS0_5UnionIJNS0_"
        "18SharedFunctionInfoENS0_6ScriptEEEEEEiNS2_INS0_6StringEEEb");

namespace {

// Longer texts are cut: a script could otherwise make the host hold its 500 MB
// identifier three times over.
constexpr size_t kLongestText = 16 * 1024;

// What all texts of one exception and its causes have together, a frame of a
// stack counted as kFrame: Go code may keep them, and JavaScript with it.
constexpr size_t kMostText = 64 * 1024, kFrame = 64;

// A source line that is longer, in UTF-16 code units, is cut around the place.
constexpr int kLongestLine = 4 * 1024;

// What is thrown as data, in the wire format.
constexpr size_t kMostData = 64 * 1024;

// How many frames a stack has, as Error.stackTraceLimit is at first.
constexpr int kMostFrames = 10;

// Reading a string flattens it, all of it: '\uffff'.repeat(2**29-24) is 40 bytes
// until then, and 1 GB from then on.
constexpr int kLongestRead = 1 << 20;

// V8 reads messages, stacks and properties in a context. What threw outside of
// one, such as a call that makes a context, is described in the thrown object's.
class DescribingScope {
 public:
  DescribingScope(v8::Isolate* isolate, v8::Local<v8::Value> thrown) {
    if (isolate->InContext() || !thrown->IsObject()) return;
    if (!thrown.As<v8::Object>()->GetCreationContext(isolate).ToLocal(&context_)) return;
    context_->Enter();
  }
  ~DescribingScope() {
    if (!context_.IsEmpty()) context_->Exit();
  }

 private:
  v8::Local<v8::Context> context_;
};

void Spend(shim_isolate* self, size_t bytes) {
  self->failure.left -= std::min(self->failure.left, bytes);
}

void AppendCut(shim_isolate* self, v8::Local<v8::String> from, std::string& to) {
  size_t start = to.size(), length = from->Length(), written = 0;
  if (from->Length() > kLongestRead) {
    to += "(a text of " + std::to_string(length) + " characters)";
  } else {
    to.resize(start + std::min({length * 3, kLongestText, self->failure.left}));
    to.resize(start + from->WriteUtf8V2(self->isolate, to.data() + start, to.size() - start,
                                        v8::String::WriteFlags::kReplaceInvalidUtf8, &written));
    if (written < length) to += "...";
  }
  Spend(self, to.size() - start);
}

void Assign(shim_isolate* self, std::string& to, shim_bytes& out, v8::Local<v8::Value> from) {
  to.clear();
  if (!from.IsEmpty() && from->IsString()) AppendCut(self, from.As<v8::String>(), to);
  out = {to.data(), to.size()};
}

// Appends one frame and its names, unless there is no room left for it.
bool AppendFrame(shim_isolate* self, v8::Local<v8::StackFrame> frame, uint32_t flags,
                 StackTrace& to) {
  if (self->failure.left < kFrame) return false;
  Spend(self, kFrame);
  auto append = [&](v8::Local<v8::String> name) -> size_t {
    size_t start = to.text.size();
    if (!name.IsEmpty()) AppendCut(self, name, to.text);
    return to.text.size() - start;
  };
  size_t function = append(frame->GetFunctionName());
  size_t script = append(frame->GetScriptNameOrSourceURL());
  if (frame->IsEval()) flags |= SHIM_FRAME_EVAL;
  if (frame->IsWasm()) flags |= SHIM_FRAME_WASM;
  to.frames.push_back(
      {{nullptr, function}, {nullptr, script}, frame->GetLineNumber(), frame->GetColumn(), flags});
  return true;
}

void AppendFrames(shim_isolate* self, v8::Local<v8::StackTrace> trace, StackTrace& to) {
  for (int i = 0, count = trace.IsEmpty() ? 0 : trace->GetFrameCount(); i < count; i++) {
    if (!AppendFrame(self, trace->GetFrame(self->isolate, i), 0, to)) return;
  }
}

// Appends what awaits the error's frames, which are in to already: V8's API leaves
// these out, its text of the stack has them. They are gone when that was asked for.
void AppendAsyncFrames(shim_isolate* self, v8::Local<v8::Object> error, StackTrace& to) {
  v8::Isolate* isolate = self->isolate;
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  if (context.IsEmpty()) return;
  v8::Local<v8::FixedArray> sites =
      ToLocal<v8::FixedArray>(SimpleStackTrace(isolate, ToRef(error)));
  size_t known = to.frames.size();
  for (int i = 0, count = sites->Length(); i < count && to.frames.size() < kMostFrames; i++) {
    shim_ref site = ToRef(sites->Get(context, i));
    shim_ref script = SiteScript(isolate, site);
    if (script == 0) continue;  // V8's own, as Promise.all
    if (known > 0) {
      known--;
      continue;
    }
    shim_ref frame =
        NewFrame(isolate, script, SiteSourcePosition(site), SiteFunctionName(site), false);
    if (!AppendFrame(self, ToLocal<v8::StackFrame>(frame), SHIM_FRAME_ASYNC, to)) return;
  }
}

void Clear(StackTrace& trace) {
  trace.frames.clear();
  trace.text.clear();
}

// Sets where the names are. The text moves as long as it grows.
void Finish(StackTrace& trace) {
  const char* next = trace.text.data();
  for (shim_stack_frame& frame : trace.frames) {
    frame.function.data = next;
    frame.script.data = next + frame.function.length;
    next = frame.script.data + frame.script.length;
  }
}

// The stack as data, without asking the error object for its "stack", which
// may be a getter.
void FillStack(shim_isolate* self, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message) {
  StackTrace& to = self->failure.stack;
  Clear(to);
  v8::Local<v8::StackTrace> trace;
  if (thrown->IsObject()) trace = v8::Exception::GetStackTrace(thrown);
  if (!trace.IsEmpty()) {
    AppendFrames(self, trace, to);
    AppendAsyncFrames(self, thrown.As<v8::Object>(), to);
  } else if (!message.IsEmpty()) {
    AppendFrames(self, message->GetStackTrace(), to);
  }
  Finish(to);
  self->failure.slot.stack = to.Lend();
}

// What is around the column of a long line.
v8::Local<v8::String> Around(shim_isolate* self, v8::Local<v8::String> line, int column) {
  uint16_t units[kLongestLine];
  int start = std::clamp(column - kLongestLine / 2, 0, line->Length() - kLongestLine);
  line->WriteV2(self->isolate, start, kLongestLine, units);
  v8::Local<v8::String> part;
  if (v8::String::NewFromTwoByte(self->isolate, units, v8::NewStringType::kNormal, kLongestLine)
          .ToLocal(&part)) {
    self->failure.slot.source_line_start = start;
  }
  return part;
}

void FillMessage(shim_isolate* self, v8::Local<v8::Message> message) {
  v8::Isolate* isolate = self->isolate;
  shim_failure& failure = self->failure.slot;
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  Assign(self, self->failure.message, failure.message, message->Get());
  constexpr char kUncaught[] = "Uncaught ";
  constexpr size_t kUncaughtLength = sizeof kUncaught - 1;
  if (self->failure.message.starts_with(kUncaught)) {
    failure.message.data += kUncaughtLength;
    failure.message.length -= kUncaughtLength;
  }
  Assign(self, self->failure.resource, failure.resource, message->GetScriptResourceName());
  if (context.IsEmpty()) return;
  v8::Local<v8::String> source_line;
  if (!message->GetSourceLine(context).ToLocal(&source_line)) source_line.Clear();
  failure.line = message->GetLineNumber(context).FromMaybe(0);
  failure.column = failure.line > 0 ? message->GetStartColumn(context).FromMaybe(-1) + 1 : 0;
  failure.source_line_start = 0;
  if (!source_line.IsEmpty() && source_line->Length() > kLongestLine &&
      source_line->Length() <= kLongestRead) {
    source_line = Around(self, source_line, failure.column);
  }
  Assign(self, self->failure.source_line, failure.source_line, source_line);
}

// Whether the message is of where the error was made, as the stack is.
bool IsOfStack(shim_isolate* self) {
  const shim_failure& failure = self->failure.slot;
  if (failure.stack.count == 0) return true;
  const shim_stack_frame& top = failure.stack.frames[0];
  return top.line == failure.line && top.script.length == failure.resource.length &&
         memcmp(top.script.data, failure.resource.data, top.script.length) == 0;
}

// The value of a plain data property of object's own, without running
// JavaScript; a Proxy must not come here.
v8::MaybeLocal<v8::Value> OwnData(v8::Isolate* isolate, v8::Local<v8::Object> object,
                                  v8::Local<v8::String> name) {
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::String> value = v8::String::NewFromUtf8Literal(isolate, "value");
  v8::Local<v8::Value> descriptor;
  if (!object->GetOwnPropertyDescriptor(context, name).ToLocal(&descriptor) ||
      !descriptor->IsObject() ||
      !descriptor.As<v8::Object>()->HasOwnProperty(context, value).FromMaybe(false)) {
    return {};
  }
  return descriptor.As<v8::Object>()->Get(context, value);
}

}  // namespace

void Describe(shim_isolate* self, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message) {
  DescribingScope scope(self->isolate, thrown);
  if (!message.IsEmpty()) FillMessage(self, message);
  FillStack(self, thrown, message);
  self->failure.slot.thrown = ToValue(thrown);
  self->failure.slot.reference = ReferenceOf(self, thrown);
  uint32_t kind = self->failure.slot.thrown.kind;
  if (kind == SHIM_KIND_ERROR && !IsOfStack(self)) {
    // Somebody has caught it and thrown it again: bundlers do with all that fails
    // while a bundle is loaded.
    v8::Local<v8::Message> origin = v8::Exception::CreateMessage(self->isolate, thrown);
    v8::Local<v8::Context> context = self->isolate->GetCurrentContext();
    if (!context.IsEmpty() && origin->GetLineNumber(context).FromMaybe(0) > 0) {
      FillMessage(self, origin);
    }
  }
  if (kind == SHIM_KIND_STRING) {
    v8::Local<v8::String> text = thrown.As<v8::String>();
    self->failure.thrown.clear();
    if (text->Length() > kLongestRead) return;
    WriteUtf8(self->isolate, text, self->failure.thrown);  // whole: it is the value
    self->failure.slot.thrown_text = {self->failure.thrown.data(), self->failure.thrown.size()};
  } else if (kind == SHIM_KIND_OBJECT || kind == SHIM_KIND_ARRAY) {
    Wire& wire = self->failure.data;
    wire.size = 0;
    if (!WritePlain(self, thrown, wire, kMostData)) return;
    self->failure.slot.thrown_data = {reinterpret_cast<const char*>(wire.data), wire.size};
  }
}

void DescribeTermination(shim_isolate* self) {
  StackTrace& stack = self->termination.stack;
  if (!stack.frames.empty() || self->death.dead || !self->isolate->InContext()) return;
  v8::HandleScope scope(self->isolate);
  self->failure.left = kMostText;
  Clear(stack);
  AppendFrames(self, v8::StackTrace::CurrentStackTrace(self->isolate, kMostFrames), stack);
  Finish(stack);
}

shim_value Fail(shim_isolate* self, v8::TryCatch& caught) {
  self->failure.slot = {};
  self->failure.left = kMostText;
  // V8 may have seen a termination that this TryCatch has not.
  if (caught.HasTerminated() || Runnable(self)) return Status(TerminationStatus(self));
  if (!caught.HasCaught()) {
    // Some of V8's functions drop the exception, such as SetPrototypeV2. An
    // error belongs to a context.
    if (!self->isolate->InContext()) {
      self->failure.message = "the operation failed";
      self->failure.slot.message = {self->failure.message.data(), self->failure.message.size()};
      return Status(SHIM_STATUS_EXCEPTION);
    }
    v8::Local<v8::Value> refused = v8::Exception::TypeError(
        v8::String::NewFromUtf8Literal(self->isolate, "the object refused the operation"));
    Describe(self, refused, v8::Exception::CreateMessage(self->isolate, refused));
    return Status(SHIM_STATUS_EXCEPTION);
  }
  Describe(self, caught.Exception(), caught.Message());
  return Status(SHIM_STATUS_EXCEPTION);
}

shim_value FailDead(shim_isolate* self, const char* message) {
  MarkDead(self);
  self->failure.slot = {};
  self->failure.slot.killed = self->death.killed;
  self->failure.slot.crashed = self->death.crashed;
  self->failure.message = message ? message : "";
  self->failure.slot.message = {self->failure.message.data(), self->failure.message.size()};
  return Status(SHIM_STATUS_DEAD);
}

}  // namespace shim

const shim_failure* shim_isolate_failure(shim_isolate* self) { return &self->failure.slot; }

shim_value shim_exception_new(shim_isolate* self, int32_t kind, shim_bytes message,
                              shim_value cause) {
  return shim::Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text;
    if (!shim::NewString(isolate, message).ToLocal(&text)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    v8::Local<v8::Value> options;
    if (cause.kind != SHIM_KIND_UNDEFINED) {
      v8::Local<v8::Name> name = v8::String::NewFromUtf8Literal(isolate, "cause");
      v8::Local<v8::Value> value = shim::FromValue(isolate, cause);
      options = v8::Object::New(isolate, v8::Null(isolate), &name, &value, 1);
    }
    switch (kind) {
      case SHIM_RANGE_ERROR:
        return shim::ToValue(v8::Exception::RangeError(text, options));
      case SHIM_REFERENCE_ERROR:
        return shim::ToValue(v8::Exception::ReferenceError(text, options));
      case SHIM_SYNTAX_ERROR:
        return shim::ToValue(v8::Exception::SyntaxError(text, options));
      case SHIM_TYPE_ERROR:
        return shim::ToValue(v8::Exception::TypeError(text, options));
      default:
        return shim::ToValue(v8::Exception::Error(text, options));
    }
  });
}

shim_status shim_exception_describe(shim_isolate* self, shim_value value, bool first) {
  return static_cast<shim_status>(shim::Read(self, [&](v8::Isolate* isolate) {
                                    v8::Local<v8::Value> thrown = shim::FromValue(isolate, value);
                                    shim::DescribingScope scope(isolate, thrown);
                                    self->failure.slot = {};
                                    if (first) self->failure.left = shim::kMostText;
                                    shim::Describe(self, thrown,
                                                   v8::Exception::CreateMessage(isolate, thrown));
                                    self->failure.slot.thrown = value;  // whose handle lives on
                                    return shim::Status(SHIM_STATUS_OK);
                                  }).status);
}

shim_value shim_exception_cause(shim_isolate* self, shim_ref error) {
  return shim::Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Value> cause;
    v8::Local<v8::Object> object = shim::ToLocal<v8::Object>(error);
    shim::DescribingScope scope(isolate, object);
    if (!isolate->InContext()) return shim::Status(SHIM_STATUS_OK);
    if (!shim::OwnData(isolate, object, v8::String::NewFromUtf8Literal(isolate, "cause"))
             .ToLocal(&cause)) {
      return shim::Status(SHIM_STATUS_OK);
    }
    return shim::ToValue(cause);
  });
}
