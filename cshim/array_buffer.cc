// v8::ArrayBuffer
#include "array_buffer.h"

#include "entry.h"

namespace shim {

void* Allocator::Count(void* data, size_t length) {
  if (data == nullptr) return nullptr;
  allocated_.fetch_add(static_cast<int64_t>(length), std::memory_order_relaxed);
  counters.external_bytes += static_cast<int64_t>(length);
  return data;
}

void* Allocator::Allocate(size_t length) { return Count(allocator_->Allocate(length), length); }

void* Allocator::AllocateUninitialized(size_t length) {
  return Count(allocator_->AllocateUninitialized(length), length);
}

void Allocator::Free(void* data, size_t length) {
  allocator_->Free(data, length);
  if (data == nullptr) return;
  allocated_.fetch_sub(static_cast<int64_t>(length), std::memory_order_relaxed);
  counters.external_bytes -= static_cast<int64_t>(length);
}

}  // namespace shim
