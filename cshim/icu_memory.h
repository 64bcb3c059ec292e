// What ICU takes for one isolate: sets, patterns and locales, in memory that no limit of V8 knows
// of.
#ifndef CSHIM_ICU_MEMORY_H_
#define CSHIM_ICU_MEMORY_H_

namespace shim {

class NativeMemory;
class IcuList;

IcuList* OpenIcu(NativeMemory* owner);
// What is left may be others'.
void CloseIcu(IcuList* list);
// Counts for nobody what others can reach.
void ShareIcu(IcuList* list);
// Frees what no other can reach.
void FreeIcu(IcuList* list);
// Empties ICU's cache of what nobody uses, when all isolates together have much.
void ShrinkIcu();
void InstallIcuMemory();

}  // namespace shim

#endif  // CSHIM_ICU_MEMORY_H_
