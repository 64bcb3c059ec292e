//go:build ignore

// V8 keeps what it has made to choose a date's pattern, a hundred kilobytes for
// each locale, calendar and numbering system that any isolate asked for, without
// bound and for good: scripts can make it gigabytes. Of other such things it
// keeps eight. This empties the cache before it grows beyond kMost; what is asked
// for again is made again.
#include <map>
#include <memory>
#include <string>

#include "entry.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

namespace shim {
namespace {

constexpr size_t kMost = 64;

// icu::DateTimePatternGenerator, of which the cache gives copies. It begins with
// its destructors: one that leaves the memory, and one that deletes.
struct Generator {
  void (**functions)(Generator*);
};
struct Delete {
  void operator()(Generator* generator) { generator->functions[1](generator); }
};
// v8::internal's DateTimePatternGeneratorCache, which its mutex follows at once.
using Generators = std::map<std::string, std::unique_ptr<Generator, Delete>>;
static_assert(sizeof(Generators) % alignof(void*) == 0);

}  // namespace

// icu::DateTimePatternGenerator::createInstance, for a locale. V8 calls it with
// a mutex of its own held for this cache alone, and looks for its place in the
// cache again when it has come back.
void* RealCreate(const void* locale, int* error) SHIM_SYMBOL(
    "__real__ZN6icu_7424DateTimePatternGenerator14createInstanceERKNS_6LocaleER10UErrorCode");
void* WrapCreate(const void* locale, int* error) SHIM_SYMBOL(
    "__wrap__ZN6icu_7424DateTimePatternGenerator14createInstanceERKNS_6LocaleER10UErrorCode");

void* WrapCreate(const void* locale, int* error) {
  if (void* mutex = Locks::InnermostMutex()) {
    Generators* generators = static_cast<Generators*>(mutex) - 1;
    if (generators->size() >= kMost) generators->clear();
  }
  return RealCreate(locale, error);
}

}  // namespace shim

#endif  // SHIM_WRAPS
