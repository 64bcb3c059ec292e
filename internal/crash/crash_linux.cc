#include <v8.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>

extern "C" {
void crash_define(void);
void crash_here(void);
}

// V8's, in no public header.
extern v8::Platform* CurrentPlatform() __asm__("_ZN2v88internal2V818GetCurrentPlatformEv");
[[noreturn]] extern void Abort() __asm__("_ZN2v84base2OS5AbortEv");
extern void RuntimeAbort(int count, unsigned long* arguments, v8::Isolate* isolate) __asm__(
    "_ZN2v88internal13Runtime_AbortEiPmPNS0_7IsolateE");

namespace {

int* volatile wrong = reinterpret_cast<int*>(8);
volatile int zero = 0;

void Fault() { *wrong = 1; }

void Trap() {
#ifdef __x86_64__
  __asm__ volatile("int3");
#else
  __asm__ volatile("brk #0");
#endif
}

int Recurse(int depth) {
  if (depth < 0) return 0;
  volatile char frame[1000];
  frame[depth % 1000] = 1;
  return frame[0] + Recurse(depth + 1) + frame[depth % 1000];
}

// Calls an instruction in V8's built-ins that looks like this one, with wrong as
// the address to read.
void CallBuiltIn(const char* instruction, size_t size) {
  const void* begin;
  size_t length;
  v8::Isolate::GetCurrent()->GetEmbeddedCodeRange(&begin, &length);
  void* found = memmem(begin, length, instruction, size);
  if (found == nullptr) abort();
  reinterpret_cast<void (*)(int*)>(found)(wrong);
}

#ifdef __x86_64__
constexpr char kTrap[] = "\xcc\xcc\xcc\xcc", kLoad[] = "\x8b\x07";  // int3; mov (%rdi),%eax
#else
constexpr char kTrap[] = "\x00\x00\x20\xd4", kLoad[] = "\x00\x00\x40\xf9";  // brk; ldr x0, [x0]
#endif

class Task : public v8::Task {
 public:
  explicit Task(void (*what)()) : what_(what) {}
  void Run() override { what_(); }

 private:
  void (*what_)();
};

std::mutex mutex;

void TrapWithLock() {
  mutex.lock();
  Trap();
}

void OnWorker(void (*what)()) {
  CurrentPlatform()->CallOnWorkerThread(std::make_unique<Task>(what));
}

void Crash(const std::string& kind) {
  if (kind == "lock") std::lock_guard<std::mutex> lock(mutex);
  if (kind == "trap") Trap();
  if (kind == "abort") Abort();
  if (kind == "runtime-abort") {
    unsigned long smi = 2;  // the number of a message
    RuntimeAbort(1, &smi, v8::Isolate::GetCurrent());
  }
  if (kind == "fault") Fault();
  if (kind == "library") memset(wrong, zero, 100000);
  if (kind == "stack") Recurse(0);
  if (kind == "wild") reinterpret_cast<void (*)()>(wrong)();
  if (kind == "builtin-trap") CallBuiltIn(kTrap, sizeof kTrap - 1);
  if (kind == "builtin-fault") CallBuiltIn(kLoad, sizeof kLoad - 1);
  if (kind == "worker-trap") OnWorker(TrapWithLock);
  if (kind == "worker-abort") OnWorker(Abort);
  if (kind == "worker-fault") OnWorker(Fault);
}

void OnCall(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Crash(*v8::String::Utf8Value(info.GetIsolate(), info[0]));
}

}  // namespace

void crash_define() {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope scope(isolate);
  v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Function> function;
  if (!v8::Function::New(context, OnCall).ToLocal(&function)) abort();
  context->Global()
      ->Set(context, v8::String::NewFromUtf8Literal(isolate, "crash"), function)
      .Check();
}

void crash_here() { Fault(); }
