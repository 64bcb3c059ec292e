package cshim

/*
// The functions of V8 that those of background_compilation.cc are put before.

#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal12LocalIsolateC1EPNS0_7IsolateENS0_10ThreadKindE -Wl,--wrap=_ZN2v88internal12LocalIsolateD1Ev
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal9LocalHeap23AttachPersistentHandlesESt10unique_ptrINS0_17PersistentHandlesESt14default_deleteIS3_EE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal9LocalHeap21AddGCEpilogueCallbackEPFvPvES2_NS0_22GCCallbacksInSafepoint6GCTypeE -Wl,--wrap=_ZN2v88internal9LocalHeap24RemoveGCEpilogueCallbackEPFvPvES2_
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal17CollectionBarrier25AwaitCollectionBackgroundEPNS0_9LocalHeapE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4ZoneC1EPNS0_19AccountingAllocatorEPKcb -Wl,--wrap=_ZN2v88internal4ZoneD1Ev -Wl,--wrap=_ZN2v88internal19AccountingAllocator15AllocateSegmentEmb
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal8compiler9ZoneStatsD1Ev
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal8compiler12JSHeapBroker18AttachLocalIsolateEPNS0_24OptimizedCompilationInfoEPNS0_12LocalIsolateE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal8compiler12JSHeapBroker18DetachLocalIsolateEPNS0_24OptimizedCompilationInfoE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal23OptimizedCompilationJob10ExecuteJobEPNS0_16RuntimeCallStatsEPNS0_12LocalIsolateE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal6maglev14MaglevCompiler7CompileEPNS0_12LocalIsolateEPNS1_21MaglevCompilationInfoE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal6maglev14MaglevCompiler12GenerateCodeEPNS0_7IsolateEPNS1_21MaglevCompilationInfoE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal27OptimizingCompileDispatcher23TryQueueForOptimizationERSt10unique_ptrINS0_22TurbofanCompilationJobESt14default_deleteIS3_EE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal6maglev26MaglevConcurrentDispatcher10EnqueueJobEOSt10unique_ptrINS1_20MaglevCompilationJobESt14default_deleteIS4_EE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal8Compiler29DisposeTurbofanCompilationJobEPNS0_7IsolateEPNS0_22TurbofanCompilationJobE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal8Compiler27DisposeMaglevCompilationJobEPNS0_6maglev20MaglevCompilationJobEPNS0_7IsolateE
#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm19WasmCompilationUnit18ExecuteCompilationEPNS1_14CompilationEnvEPKNS1_16WireBytesStorageEPNS0_8CountersEPNS1_20WasmDetectedFeaturesE
*/
import "C"
