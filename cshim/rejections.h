// Promises that are rejected and not handled. C++ only; not part of the ABI.
#ifndef CSHIM_REJECTIONS_H_
#define CSHIM_REJECTIONS_H_

#include <v8.h>

#include <vector>

namespace shim {

class Rejections {
 public:
  // Whether there may be any.
  bool Any() const { return !first_.empty() || !more_.IsEmpty(); }
  void Add(v8::Isolate* isolate, v8::Local<v8::Promise> promise);
  // One was handled after all, of these or of others.
  void Remove(v8::Isolate* isolate, v8::Local<v8::Promise> promise);
  // Takes the earliest that is still not handled, or gives an empty one.
  v8::Local<v8::Promise> Next(v8::Isolate* isolate);
  // How many Next would give.
  uint32_t Count(v8::Isolate* isolate) const;
  void Clear();

 private:
  void Compact(v8::Isolate* isolate);

  // Few, as a rule. A Global is memory that no heap limit counts, and a script
  // can reject without end: the others are in V8's heap, in an array that no
  // script sees. Those that are handled stay there until there are many.
  static constexpr size_t kFirst = 100;
  std::vector<v8::Global<v8::Promise>> first_;
  v8::Global<v8::Array> more_;
  uint32_t next_ = 0, end_ = 0;  // of more_
  uint32_t removed_ = 0;         // since it was compacted, at most
};

void TrackRejections(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_REJECTIONS_H_
