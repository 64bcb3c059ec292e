//go:build ignore

// v8::ArrayBuffer
#include "array_buffer.h"

#include <algorithm>

#include "backing_pages.h"
#include "entry.h"
#include "isolate_throw.h"
#include "v8_counters.h"

namespace shim {

void Allocator::Count(int64_t bytes) {
  allocated_.fetch_add(bytes, std::memory_order_relaxed);
  *counted_.load(std::memory_order_relaxed) += bytes;
}

void Allocator::Abandon() {
  std::lock_guard<std::mutex> lock(whole_);
  counted_.store(&abandoned_bytes, std::memory_order_relaxed);
  external_bytes -= allocated();
  abandoned_bytes += allocated();
}

size_t Allocator::Left() const {
  if (limit_ == 0 || unlimited_.load(std::memory_order_relaxed)) return SIZE_MAX;
  size_t used = static_cast<size_t>(allocated()) + heap_used_.load(std::memory_order_relaxed);
  return limit_ - std::min(limit_, used);
}

bool Allocator::Commit(size_t bytes) { return bytes <= Left() && CommitAnyway(bytes); }

bool Allocator::CommitAnyway(size_t bytes) {
  size_t left = Left();
  if (limit_ != 0) free_blocks_.Shrink(left - std::min(left, bytes));
  Count(static_cast<int64_t>(bytes));
  return bytes <= left;
}

void* Allocator::Get(size_t length, bool zeroed) {
  void* data;
  bool used;
  {
    // Jump: no signal makes one while a lock is held.
    std::lock_guard<std::mutex> lock(whole_);
    size_t left = Left();
    if (length > left) return nullptr;
    data = free_blocks_.Take(length);
    used = data != nullptr;
    if (!used) {
      if (limit_ != 0) free_blocks_.Shrink(left - length);
      size_t size = free_blocks_.SizeFor(length);
      data = zeroed ? allocator_->Allocate(size) : allocator_->AllocateUninitialized(size);
    }
    if (data == nullptr) return nullptr;
    Count(static_cast<int64_t>(length));
    Frame* frame = Frame::innermost;
    if (frame != nullptr && frame->isolate != nullptr && frame->isolate->allocator.get() == this) {
      last_length_ = length;
      last_.store(data, std::memory_order_relaxed);
      frame->unowned = data;
    }
  }
  if (used && zeroed) memset(data, 0, length);
  return data;
}

void* Allocator::Allocate(size_t length) { return Get(length, true); }
void* Allocator::AllocateUninitialized(size_t length) { return Get(length, !overwritten_); }

void Allocator::Free(void* data, size_t length) {
  if (data == nullptr) return;
  std::lock_guard<std::mutex> lock(whole_);
  void* last = data;
  last_.compare_exchange_strong(last, nullptr, std::memory_order_relaxed);
  if (!free_blocks_.Put(data, length)) allocator_->Free(data, free_blocks_.SizeFor(length));
  Count(-static_cast<int64_t>(length));
}

void Allocator::FreeUnowned(void* data) {
  if (data != nullptr && last_.load() == data) Free(data, last_length_);
}

}  // namespace shim

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {

shim_memory NoMemory(shim_value outcome) { return {nullptr, 0, false, outcome.status}; }

shim_memory Lend(shim_isolate* self, v8::Local<v8::ArrayBuffer> buffer, size_t offset,
                 size_t length) {
  size_t available = buffer->ByteLength();
  if (length == 0 || offset > available || length > available - offset) return {};
  uint8_t* data = static_cast<uint8_t*>(buffer->Data());
  if (!self->pins.HasLast(data)) self->pins.Add(buffer->GetBackingStore());
  bool can_shrink = buffer->IsResizableByUserJavaScript() && !buffer->IsSharedArrayBuffer();
  return {data + offset, length, can_shrink, SHIM_STATUS_OK};
}

shim_value ThrowNoMemory(v8::Isolate* isolate) {
  return Throw(isolate, SHIM_RANGE_ERROR, "Array buffer allocation failed");
}

v8::MaybeLocal<v8::ArrayBuffer> NewArrayBuffer(v8::Isolate* isolate, size_t byte_length,
                                               v8::BackingStoreInitializationMode mode) {
  v8::Local<v8::ArrayBuffer> buffer;
  if (byte_length > v8::ArrayBuffer::kMaxByteLength ||
      !v8::ArrayBuffer::MaybeNew(isolate, byte_length, mode).ToLocal(&buffer)) {
    ThrowNoMemory(isolate);
    return {};
  }
  return buffer;
}

v8::MaybeLocal<v8::ArrayBuffer> NewArrayBuffer(v8::Isolate* isolate, shim_bytes data) {
  auto* allocator = static_cast<Allocator*>(isolate->GetArrayBufferAllocator());
  allocator->SetOverwritten(true);
  v8::MaybeLocal<v8::ArrayBuffer> made =
      NewArrayBuffer(isolate, data.length, v8::BackingStoreInitializationMode::kUninitialized);
  allocator->SetOverwritten(false);
  v8::Local<v8::ArrayBuffer> buffer;
  if (made.ToLocal(&buffer) && data.length > 0) memcpy(buffer->Data(), data.data, data.length);
  return made;
}

namespace {

constexpr auto kZero = v8::BackingStoreInitializationMode::kZeroInitialized;

// V8's function gives up on the isolate when there is no memory. Nothing is
// held then, so that a Frame of its own turns this into a failure: one without
// an isolate, which would be dead.
std::unique_ptr<v8::BackingStore> NewResizableBackingStore(size_t length, size_t max_length) {
  Frame frame(nullptr);
  if (_setjmp(frame.jump) != 0) return nullptr;
  return v8::ArrayBuffer::NewResizableBackingStore(length, max_length);
}

// Spares V8 the attempt, and stderr its last words.
bool CanHave(shim_isolate* self, size_t length, size_t max_length) {
  v8::PageAllocator* pages = self->isolate->GetArrayBufferAllocator()->GetPageAllocator();
  if (pages == nullptr || max_length == 0) return true;
  size_t unit = pages->AllocatePageSize();
  size_t size = (max_length + unit - 1) / unit * unit;
  return MakeRoom(self, [&] {
    if (!FitsBackingPages(self, length, size)) return false;
    void* room = pages->AllocatePages(nullptr, size, unit, v8::PageAllocator::kNoAccess);
    if (room == nullptr) return false;
    pages->FreePages(room, size);
    return true;
  });
}

}  // namespace
}  // namespace shim

shim_value shim_array_buffer_new(shim_isolate* self, size_t byte_length) {
  return Call(self, [&](v8::Isolate* isolate) {
    return shim::NewArrayBuffer(isolate, byte_length, shim::kZero);
  });
}

shim_value shim_array_buffer_new_from_bytes(shim_isolate* self, shim_bytes data) {
  return Call(self, [&](v8::Isolate* isolate) { return shim::NewArrayBuffer(isolate, data); });
}

shim_value shim_array_buffer_new_resizable(shim_isolate* self, size_t byte_length,
                                           size_t max_byte_length) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (byte_length > max_byte_length) {
      return shim::Throw(isolate, SHIM_RANGE_ERROR, "Invalid array buffer max length");
    }
    // Jump: New takes it, and nobody has it while New dies. It counts as external memory.
    std::shared_ptr<v8::BackingStore> store;
    if (max_byte_length <= v8::ArrayBuffer::kMaxByteLength &&
        shim::CanHave(self, byte_length, max_byte_length)) {
      store = shim::NewResizableBackingStore(byte_length, max_byte_length);
    }
    if (!store) return shim::ThrowNoMemory(isolate);
    return shim::ToValue(v8::ArrayBuffer::New(isolate, std::move(store)));
  });
}

shim_value shim_array_buffer_byte_length(shim_isolate* self, shim_ref buffer) {
  return Read(
      self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::ArrayBuffer>(buffer)->ByteLength()); });
}

shim_value shim_array_buffer_max_byte_length(shim_isolate* self, shim_ref buffer) {
  return Read(self, [&](v8::Isolate*) {
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    return v8::Just(local->WasDetached() ? 0 : local->MaxByteLength());
  });
}

shim_value shim_array_buffer_is_resizable(shim_isolate* self, shim_ref buffer) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::ArrayBuffer>(buffer)->IsResizableByUserJavaScript());
  });
}

shim_value shim_array_buffer_is_detachable(shim_isolate* self, shim_ref buffer) {
  return Read(self, [&](v8::Isolate*) {
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    return v8::Just(!local->IsSharedArrayBuffer() && local->IsDetachable());
  });
}

shim_value shim_array_buffer_was_detached(shim_isolate* self, shim_ref buffer) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::ArrayBuffer>(buffer)->WasDetached());
  });
}

shim_value shim_array_buffer_detach(shim_isolate* self, shim_ref buffer, shim_value key) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    if (local->IsSharedArrayBuffer() || !local->IsDetachable()) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR, "Cannot detach this ArrayBuffer");
    }
    v8::Local<v8::Value> detach_key;
    if (key.kind != SHIM_KIND_UNDEFINED) detach_key = shim::FromValue(isolate, key);
    return shim::ToResult(local->Detach(detach_key));
  });
}

shim_memory shim_array_buffer_data(shim_isolate* self, shim_ref buffer) {
  shim_memory memory{};
  shim_value outcome = Read(self, [&](v8::Isolate*) {
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    memory = shim::Lend(self, local, 0, local->ByteLength());
    return shim::Status(SHIM_STATUS_OK);
  });
  return outcome.status == SHIM_STATUS_OK ? memory : shim::NoMemory(outcome);
}
