package cshim

/*
// The function of V8 that that of wasm_validation.cc is put before.

#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=_ZN2v88internal4wasm20ValidateFunctionBodyEPNS0_4ZoneENS1_19WasmEnabledFeaturesEPKNS1_10WasmModuleEPNS1_20WasmDetectedFeaturesERKNS1_12FunctionBodyE
*/
import "C"
