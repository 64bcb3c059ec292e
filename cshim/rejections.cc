//go:build ignore

// Promises that are rejected and not handled.
#include "rejections.h"

#include "entry.h"
#include "microtask_queue.h"

namespace shim {
namespace {

// The promise in an array of ours, which has no holes, if nobody handles it.
v8::Local<v8::Promise> Unhandled(v8::Local<v8::Context> context, v8::Local<v8::Array> array,
                                 uint32_t index) {
  v8::Local<v8::Value> value;
  if (!array->Get(context, index).ToLocal(&value) || !value->IsPromise()) return {};
  v8::Local<v8::Promise> promise = value.As<v8::Promise>();
  return promise->HasHandler() ? v8::Local<v8::Promise>() : promise;
}

void OnReject(v8::PromiseRejectMessage message) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  shim_microtask_queue* queue = Self(isolate)->queues.running;
  switch (message.GetEvent()) {
    case v8::kPromiseRejectWithNoHandler:
      if (queue) queue->rejections.Add(isolate, message.GetPromise());
      break;
    case v8::kPromiseHandlerAddedAfterReject:
      for (; queue; queue = queue->outer) {
        if (queue->rejections.Any()) queue->rejections.Remove(isolate, message.GetPromise());
      }
      break;
    default:  // settled twice, which is no error in JavaScript
      break;
  }
}

}  // namespace

void TrackRejections(v8::Isolate* isolate) { isolate->SetPromiseRejectCallback(OnReject); }

void Rejections::Add(v8::Isolate* isolate, v8::Local<v8::Promise> promise) {
  if (first_.size() < kFirst && more_.IsEmpty()) {
    first_.emplace_back(isolate, promise);
    return;
  }
  v8::HandleScope handles(isolate);
  v8::TryCatch caught(isolate);  // the heap is full, or a termination is under way
  if (more_.IsEmpty()) more_.Reset(isolate, v8::Array::New(isolate));
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  // No setter of the script's Array.prototype is in the way.
  if (more_.Get(isolate)->CreateDataProperty(context, end_, promise).FromMaybe(false)) end_++;
}

void Rejections::Remove(v8::Isolate* isolate, v8::Local<v8::Promise> promise) {
  if (std::erase_if(first_, [&](const auto& each) { return each == promise; })) return;
  if (++removed_ > kFirst && removed_ > (end_ - next_) / 2) Compact(isolate);
}

void Rejections::Compact(v8::Isolate* isolate) {
  removed_ = 0;
  if (more_.IsEmpty()) return;
  v8::HandleScope handles(isolate);
  v8::TryCatch caught(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Array> array = more_.Get(isolate);
  uint32_t kept = 0;
  for (uint32_t i = next_; i < end_; i++) {
    v8::HandleScope each(isolate);
    v8::Local<v8::Promise> promise = Unhandled(context, array, i);
    if (promise.IsEmpty()) continue;
    if (!array->CreateDataProperty(context, kept, promise).FromMaybe(false)) return;
    kept++;
  }
  next_ = 0;
  end_ = kept;
  v8::Local<v8::String> length = v8::String::NewFromUtf8Literal(isolate, "length");
  if (array->Set(context, length, v8::Integer::NewFromUnsigned(isolate, kept)).IsNothing()) return;
}

v8::Local<v8::Promise> Rejections::Next(v8::Isolate* isolate) {
  while (!first_.empty()) {
    v8::Local<v8::Promise> promise = first_.front().Get(isolate);
    first_.erase(first_.begin());
    if (!promise->HasHandler()) return promise;
  }
  if (more_.IsEmpty()) return {};
  v8::EscapableHandleScope handles(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Array> array = more_.Get(isolate);
  while (next_ < end_) {
    v8::HandleScope each(isolate);
    v8::Local<v8::Promise> promise = Unhandled(context, array, next_++);
    if (!promise.IsEmpty()) return handles.Escape(promise);
  }
  Clear();
  return {};
}

uint32_t Rejections::Count(v8::Isolate* isolate) const {
  uint32_t count = static_cast<uint32_t>(first_.size());
  if (more_.IsEmpty()) return count;
  v8::HandleScope handles(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Array> array = more_.Get(isolate);
  for (uint32_t i = next_; i < end_; i++) {
    v8::HandleScope each(isolate);
    if (!Unhandled(context, array, i).IsEmpty()) count++;
  }
  return count;
}

void Rejections::Clear() {
  first_.clear();
  more_.Reset();
  next_ = end_ = removed_ = 0;
}

}  // namespace shim
