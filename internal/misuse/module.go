package misuse

// What a programmer did wrong with package module.
const (
	ModuleNil     = "module: nil *v8.Context or Loader"
	RegistryTwice = "module: NewRegistry of a Context that has a Registry already: close that one first"
	RegistryZero  = "module: zero Registry used: a Registry comes from NewRegistry"
	RegistryLimit = "module: negative limit in Options"
	ImportInside  = "module: Import inside a Run of the isolate, which loading would need: use import(), or import before"
	TypeScriptNil = "typescript: nil module.Loader"
)
