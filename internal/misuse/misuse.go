// Package misuse has what package v8 panics with when a program breaks one of its
// rules. Each text names the rule, and what to do. They are here, and not in
// package v8, so that tests anywhere in this module ask for the same text.
package misuse

// What a programmer did wrong.
const (
	ScopeEnded = "v8: Scope used after its function has returned: " +
		"a Scope is valid only inside the function that it was passed to"
	ValueEnded = "v8: value used after its Scope has ended: " +
		"a value dies with the Scope that it was made in"
	Goroutine = "v8: Scope or value used outside the goroutine that is inside Run: " +
		"its isolate is not the one that this goroutine entered last"
	Unpinned = "v8: Run has ended on another thread than it began on: " +
		"its function called runtime.UnlockOSThread without runtime.LockOSThread"
	Isolate        = "v8: value of another isolate: a value belongs to the isolate that made it"
	NegativeBudget = "v8: negative CPU budget: use 0 for no limit"
	NilContext     = "v8: nil context.Context: use context.Background()"
	NilScope       = "v8: Scope is nil: a Scope comes from Run"
	InfoEnded      = "v8: FunctionCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	NilCallback       = "v8: callback is nil"
	GlobalClosed      = "v8: Global or Weak used after Close"
	ZeroGlobal        = "v8: zero Global or Weak used: one comes from NewGlobal or NewWeak"
	ErrorKind         = "v8: ErrorKind is none of the constants"
	IntegrityLevel    = "v8: IntegrityLevel is none of the constants"
	Weak              = "v8: Weak of a value that is no object: only objects are collected"
	Descriptor        = "v8: PropertyDescriptor has an accessor and a value: it is one or the other"
	Prototype         = "v8: prototype is neither an object nor null"
	InternalField     = "v8: internal field index out of range: see InternalFieldCount"
	ZeroIsolate       = "v8: zero Isolate used: an Isolate comes from NewIsolate"
	Compilers         = "v8: Compilers is none of the constants"
	ZeroContext       = "v8: zero Context used: a Context comes from Isolate.NewContext"
	Kind              = "v8: value is not of the kind that its type stands for: get such a type from an As method"
	NilBigInt         = "v8: *big.Int is nil"
	ModuleContext     = "v8: module of another context: a module belongs to the context that it was made in"
	ModuleStatus      = "v8: module is not instantiated: call InstantiateModule before"
	ModuleCompiled    = "v8: export of a module set that was compiled: only synthetic modules have what is set"
	TypedArrayKind    = "v8: Kind is not that of a typed array"
	WellKnownSymbol   = "v8: WellKnownSymbol is none of the constants"
	ZeroTemplate      = "v8: zero template used: a template comes from Isolate.NewObjectTemplate or NewFunctionTemplate"
	TemplateIsolate   = "v8: template of another isolate: a template belongs to the isolate that made it"
	TemplateUsed      = "v8: template changed after something was made of it, or of a template that contains it"
	TemplateTwice     = "v8: template set twice: a name, a handler or a parent can be set once"
	TemplateKey       = "v8: template property key is neither a string nor a handle of a string, a symbol or a number"
	TemplateValue     = "v8: template property value is no bool, string or number, no primitive Value and no template"
	TemplateCycle     = "v8: template would contain itself"
	TemplateDepth     = "v8: templates contain each other more than 64 deep"
	TemplateInherited = "v8: template sets a name that is native data of a template that it inherits from: " +
		"make both native data properties"
	TemplateGlobal   = "v8: template of a global object has more than 1,000 properties, or one that is an array index"
	FunctionProperty = "v8: function template sets name, length, prototype, arguments or caller, " +
		"which functions have: see SetClassName and SetLength"
	FunctionLength = "v8: function length out of range: from 0 to 65,535"
	NoPrototype    = "v8: function template of no constructor has neither prototype nor instances: " +
		"see FunctionOptions.Constructor"
	RemovePrototype = "v8: RemovePrototype of a function template that has a prototype or instance template, " +
		"or inherits"
	InheritUsed = "v8: Inherit from a function template that something was made of: " +
		"call its ReadOnlyPrototype before that"
	Accessor = "v8: accessor property with neither getter nor setter, with one that has no callback, " +
		"or with ReadOnly"
	Attributes   = "v8: PropertyAttribute out of range: it consists of ReadOnly, DontEnum and DontDelete"
	HandlerFlags = "v8: PropertyHandlerFlags out of range: " +
		"an IndexedPropertyHandler takes HasNoSideEffect alone"
	Undetectable       = "v8: MarkAsUndetectable without SetCallAsFunctionHandler: only callable objects can be so"
	InternalFieldCount = "v8: internal field count out of range: from 0 to 125"
	Index              = "v8: 4294967295 is no array index"
	PropertyInfoEnded  = "v8: PropertyCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	SerializerEnded = "v8: serializer used after its function has returned: " +
		"it is valid only inside the function that it was passed to"
	Deadlock = "v8: deadlock: a goroutine inside a Run waits for an isolate whose Run waits for this one: " +
		"enter several isolates in one order, or give Run a ctx that ends"
	Options              = "v8: more than one RunOptions: pass one or none"
	DecodeOptions        = "clone: more than one DecodeOptions: pass one or none"
	NilError             = "v8: nil error: what rejects a promise is an error"
	QueueIsolate         = "v8: MicrotaskQueue of another isolate: a queue belongs to the isolate that made it"
	CodeCache            = "v8: CreateCodeCache of what was compiled without ScriptOrigin.CachedData or IsolateOptions.CodeCache"
	ZeroSnapshot         = "v8: zero Snapshot used: a Snapshot comes from NewSnapshot or ReadSnapshot"
	FunctionCode         = "v8: FunctionCodeHandling is none of the constants"
	SnapshotCreatorEnded = "v8: SnapshotCreator used after its function has returned: " +
		"it is valid only inside the function that it was passed to"
	SnapshotContext  = "v8: context in a snapshot twice, or with a name that is empty, another's or no UTF-8"
	SnapshotTemplate = "v8: GlobalTemplate with FromSnapshot: only the default context of a snapshot can have one"
	ContextIsolate   = "v8: context of another isolate: a snapshot has those of its creator's isolate"
	ZeroContextPool  = "v8: zero ContextPool used: a ContextPool comes from Isolate.NewContextPool"
	BatchRuns        = "v8: FunctionCallBatch used while its calls run: a function that it calls needs a batch of its own"
	BatchResult      = "v8: FunctionCallBatch has no such result: Call makes one for each call"
	ZeroHandle       = "v8: zero handle used: a handle comes from a method of Scope"
)
