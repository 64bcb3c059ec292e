// Package cshim is a C interface to V8's C++ API, for package v8.
//
// It is a Go package because cgo compiles only a package's own C++ files. Its
// interface is cshim.h; there is nothing to use from Go.
package cshim

/*
#cgo CXXFLAGS: -std=c++20 -fno-rtti -fno-exceptions -Wall -Wextra -Wno-unused-parameter
#cgo CXXFLAGS: -DV8_COMPRESS_POINTERS -DV8_31BIT_SMIS_ON_64BIT_ARCH -DV8_ENABLE_SANDBOX
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../deps/v8/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../../tommie/v8go@v0.34.0/deps/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../../tommie/v8go/deps/include
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../deps
#cgo linux LDFLAGS: -ldl -lm

#cgo linux,!v8_nowrap CXXFLAGS: -DSHIM_WRAPS
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v84base5Mutex4LockEv -Wl,--wrap=_ZN2v84base5Mutex6UnlockEv -Wl,--wrap=_ZN2v84base5Mutex7TryLockEv
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v84base14RecursiveMutex4LockEv -Wl,--wrap=_ZN2v84base14RecursiveMutex6UnlockEv -Wl,--wrap=_ZN2v84base14RecursiveMutex7TryLockEv
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v84base12CallOnceImplEPSt6atomicIhESt8functionIFvvEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN6icu_7420umtx_initImplPreInitERNS_9UInitOnceE -Wl,--wrap=_ZN6icu_7421umtx_initImplPostInitERNS_9UInitOnceE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=pthread_mutex_lock -Wl,--wrap=pthread_mutex_unlock -Wl,--wrap=__cxa_guard_acquire -Wl,--wrap=__cxa_guard_release
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=malloc -Wl,--wrap=realloc -Wl,--wrap=posix_memalign -Wl,--wrap=free -Wl,--wrap=_ZNK6icu_7412UnifiedCache4_getERKNS_12CacheKeyBaseERPKNS_12SharedObjectEPKvR10UErrorCode -Wl,--wrap=_ZN6icu_7424DateTimePatternGenerator14createInstanceERKNS_6LocaleER10UErrorCode
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_Znwm -Wl,--wrap=_Znam -Wl,--wrap=_ZnwmRKSt9nothrow_t -Wl,--wrap=_ZnamRKSt9nothrow_t
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZdlPv -Wl,--wrap=_ZdlPvm -Wl,--wrap=_ZdaPv -Wl,--wrap=_ZdaPvm
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v84base2OS10PrintErrorEPKcz -Wl,--wrap=_ZN2v84base2OS5AbortEv -Wl,--wrap=_ZN2v88internal7Isolate10PrintStackEP8_IO_FILENS1_14PrintStackModeE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm25ExecuteLiftoffCompilationEPNS1_14CompilationEnvERKNS1_12FunctionBodyERKNS1_14LiftoffOptionsE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm10WasmEngine15NewNativeModuleEPNS0_7IsolateENS1_19WasmEnabledFeaturesENS1_20WasmDetectedFeaturesENS1_18CompileTimeImportsESt10shared_ptrIKNS1_10WasmModuleEEm
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm10WasmEngine18ImportNativeModuleEPNS0_7IsolateESt10shared_ptrINS1_12NativeModuleEENS_4base6VectorIKcEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm22WasmImportWrapperCache14LazyInitializeEPNS0_7IsolateE -Wl,--wrap=_ZN2v88internal4wasm22WasmImportWrapperCache28CompileWasmImportCallWrapperEPNS0_7IsolateENS1_14ImportCallKindEPKNS1_12CanonicalSigENS1_18CanonicalTypeIndexEbiNS1_7SuspendE -Wl,--wrap=_ZN2v88internal4wasm22WasmImportWrapperCache17ModificationScope10AddWrapperERKNS2_8CacheKeyENS1_21WasmCompilationResultENS1_8WasmCode4KindEm
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm17TypeCanonicalizer17AddRecursiveGroupEPNS1_10WasmModuleEj -Wl,--wrap=_ZN2v88internal4wasm17TypeCanonicalizer17AddRecursiveGroupEPKNS0_9SignatureINS1_9ValueTypeEEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal18IncrementalMarking5StartENS0_16GarbageCollectorENS0_23GarbageCollectionReasonE -Wl,--wrap=_ZN2v88internal18IncrementalMarking4StopEv
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN5cppgc8internal8HeapBase9TerminateEv -Wl,--wrap=_ZN5cppgc8internal20ConcurrentMarkerBaseD2Ev
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4Heap36FinalizeIncrementalMarkingAtomicallyENS0_23GarbageCollectionReasonE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal14FutexEmulation8WaitJs32EPNS0_7IsolateENS1_8WaitModeENS0_12DirectHandleINS0_13JSArrayBufferEEEmid
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal14FutexEmulation8WaitJs64EPNS0_7IsolateENS1_8WaitModeENS0_12DirectHandleINS0_13JSArrayBufferEEEmld
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal14FutexEmulation10WaitWasm32EPNS0_7IsolateENS0_12DirectHandleINS0_13JSArrayBufferEEEmil
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal14FutexEmulation10WaitWasm64EPNS0_7IsolateENS0_12DirectHandleINS0_13JSArrayBufferEEEmll
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4Heap34DequeueDirtyJSFinalizationRegistryEv
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal41InvokeFinalizationRegistryCleanupFromTaskENS0_12DirectHandleINS0_13NativeContextEEENS1_INS0_22JSFinalizationRegistryEEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal10StackGuard16RequestInterruptENS1_13InterruptFlagE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal7Isolate18TerminateExecutionEv -Wl,--wrap=_ZN2v88internal7Isolate13StackOverflowEv -Wl,--wrap=_ZN2v88internal7Factory27NewInvalidStringLengthErrorEv
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal7Isolate5ThrowENS0_6TaggedINS0_6ObjectEEEPNS0_15MessageLocationE -Wl,--wrap=_ZN2v88internal7Isolate7ThrowAtENS0_12DirectHandleINS0_8JSObjectEEEPNS0_15MessageLocationE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal7Factory12NewTypeErrorENS0_15MessageTemplateENS_4base6VectorIKNS0_12DirectHandleINS0_6ObjectEEEEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal7Factory13NewRangeErrorENS0_15MessageTemplateENS_4base6VectorIKNS0_12DirectHandleINS0_6ObjectEEEEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal7Factory14NewSyntaxErrorENS0_15MessageTemplateENS_4base6VectorIKNS0_12DirectHandleINS0_6ObjectEEEEE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal12BackingStore8AllocateEPNS0_7IsolateEmNS0_10SharedFlagENS0_15InitializedFlagE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal12BackingStore18AllocateWasmMemoryEPNS0_7IsolateEmmNS0_14WasmMemoryFlagENS0_10SharedFlagE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal12BackingStore35TryAllocateAndPartiallyCommitMemoryEPNS0_7IsolateEmmmmmNS0_14WasmMemoryFlagENS0_10SharedFlagEb
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4Heap28AllocateExternalBackingStoreERKSt8functionIFPvmEEm
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal12BackingStore14CopyWasmMemoryEPNS0_7IsolateEmmNS0_14WasmMemoryFlagE
*/
import "C"

import (
	"embed"

	_ "github.com/nodeisolates/isolates/deps" // links V8
)

// Go's build cache sees neither a change of a header that another package
// includes, nor one of a source that a unit includes. What is embedded is part
// of this package's content, on which package v8 depends; and as nothing uses it,
// programs don't have it.
//
//go:embed cshim.h *.cc
var _ embed.FS
