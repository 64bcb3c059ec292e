// v8::PageAllocator: one that hands everything on to another, for those that
// look at a part of it.
#ifndef CSHIM_PAGES_H_
#define CSHIM_PAGES_H_

#include <v8-platform.h>

#include <memory>

namespace shim {

class ForwardingPages : public v8::PageAllocator {
 public:
  void* AllocatePages(void* hint, size_t length, size_t alignment,
                      Permission permissions) override {
    return to_->AllocatePages(hint, length, alignment, permissions);
  }
  size_t AllocatePageSize() override { return to_->AllocatePageSize(); }
  size_t CommitPageSize() override { return to_->CommitPageSize(); }
  void SetRandomMmapSeed(int64_t seed) override { to_->SetRandomMmapSeed(seed); }
  void* GetRandomMmapAddr() override { return to_->GetRandomMmapAddr(); }
  bool FreePages(void* address, size_t length) override { return to_->FreePages(address, length); }
  bool ReleasePages(void* address, size_t length, size_t new_length) override {
    return to_->ReleasePages(address, length, new_length);
  }
  bool SetPermissions(void* address, size_t length, Permission permissions) override {
    return to_->SetPermissions(address, length, permissions);
  }
  bool RecommitPages(void* address, size_t length, Permission permissions) override {
    return to_->RecommitPages(address, length, permissions);
  }
  bool DiscardSystemPages(void* address, size_t size) override {
    return to_->DiscardSystemPages(address, size);
  }
  bool DecommitPages(void* address, size_t size) override {
    return to_->DecommitPages(address, size);
  }
  bool SealPages(void* address, size_t length) override { return to_->SealPages(address, length); }
  bool ReserveForSharedMemoryMapping(void* address, size_t size) override {
    return to_->ReserveForSharedMemoryMapping(address, size);
  }
  std::unique_ptr<SharedMemory> AllocateSharedPages(size_t length, const void* original) override {
    return to_->AllocateSharedPages(length, original);
  }
  bool CanAllocateSharedPages() override { return to_->CanAllocateSharedPages(); }

 protected:
  explicit ForwardingPages(v8::PageAllocator* to) : to_(to) {}
  v8::PageAllocator* to() { return to_; }

 private:
  v8::PageAllocator* to_;
};

}  // namespace shim

#endif  // CSHIM_PAGES_H_
