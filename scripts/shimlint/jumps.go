package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// What V8 can't return from ends in a jump to the innermost Frame, which skips
// the destructors of what lies in between (cshim/frame.h). So nothing that needs
// one may be alive across a call into V8, unless it is harmless to skip.
//
// owning is the types of others that need one; the shim's own are found by their
// destructors and by what they hold.
var owning = words(`std::vector std::string std::basic_string std::unique_ptr std::shared_ptr std::weak_ptr
	std::function std::map std::set std::multimap std::unordered_map std::unordered_multimap std::unordered_set
	std::deque std::list std::optional std::lock_guard std::unique_lock std::shared_lock std::scoped_lock
	v8::HandleScope v8::EscapableHandleScope v8::SealHandleScope v8::TryCatch v8::Context::Scope
	v8::Isolate::Scope v8::Locker v8::Unlocker v8::MicrotasksScope v8::Global v8::UniquePersistent
	v8::ValueSerializer v8::ValueDeserializer v8::String::Value v8::String::Utf8Value v8::String::ValueView
	v8::CompiledWasmModule v8::ScriptCompiler::Source`)

// harmless is the types whose destructor may be skipped wherever it is, and why.
var harmless = map[string]string{
	"v8::HandleScope":            "the isolate is dead, and what its handles point to is not read again",
	"v8::EscapableHandleScope":   "as HandleScope",
	"Handles":                    "it is a HandleScope",
	"v8::TryCatch":               "Dispose makes V8 forget the TryCatches (InitializeThreadLocal)",
	"v8::Context::Scope":         "a dead isolate runs nothing more in the context that it was in",
	"v8::String::ValueView":      "it forbids collections, of which a dead isolate has none",
	"v8::ScriptCompiler::Source": "its cached data is a block that NativeMemory::FreeLeft frees",
	"DescribingScope":            "as v8::Context::Scope",
	"ContextScope":               "as v8::Context::Scope",
	"CallbackScope":              "the Run that is left pops what is open",
	"GoScope":                    "nothing jumps out of Go",
	"Frame":                      "it is where the jump ends",
	"BackgroundCompilation":      "it is where its own jump ends, and there is no other on V8's threads",
	"Validation":                 "it is where its own jump ends; another jump forgets it",
	"Compilation":                "NativeMemory::FreeLeft asks what was being compiled",
	"Uncounted":                  "whoever jumps ends it (KeepHeld)",
	"PlainWriter":                "it gives back memory that is the isolate's, which is kept otherwise",
	"PlainReader":                "as PlainWriter",
	"v8::ValueSerializer":        "its memory is a Wire, and blocks that NativeMemory::FreeLeft frees",
	"v8::ValueDeserializer":      "its memory is blocks that NativeMemory::FreeLeft frees",
}

// calm is the functions of others that never enter V8. They may take memory: what
// a refused block ends is under no lock (memory.cc, CanRefuse), and what is left of
// a container then is freed with the isolate.
var calm = words(`if for while switch return sizeof alignof decltype defined static_cast reinterpret_cast const_cast bit_cast
	static_assert noexcept catch move forward swap exchange min max find begin end rbegin rend next base count_if erase_if
	sort push_heap pop_heap insert erase emplace emplace_back push_back pop_back try_emplace clear resize reserve assign
	size empty data front back at contains capacity lower_bound upper_bound equal_range get release reset lock unlock
	load store exchange fetch_add fetch_sub fetch_or compare_exchange_weak compare_exchange_strong
	wait wait_for wait_until notify_all notify_one nanoseconds memcpy memset memcmp strlen strcmp malloc free realloc
	append c_str to_string starts_with substr str operator bool clock_gettime sigaction pthread_kill
	malloc_trim Just strdup sigfillset clock_gettime_nsec_np pthread_getcpuclockid thread_info prev dl_iterate_phdr ElfW test_and_set sched_yield const read write pipe close struct __real_free unique_lock lock_guard shared_lock vector string unordered_map shared_ptr unique_ptr
	make_unique make_shared assert likely unlikely`)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// mark excuses a local, or a function that never enters V8 though it seems to, on
// its line or the one before, with the reason.
var mark = regexp.MustCompile(`//.*\b[Jj]ump: \S+`)

func marked(text string, line int) bool {
	lines := strings.Split(text, "\n")
	return mark.MatchString(lines[line-1]) || line > 1 && mark.MatchString(lines[line-2])
}

var (
	destructor = regexp.MustCompile(`(?:^|[^\w>)])~(\w+)\(`)
	typeHead   = regexp.MustCompile(`^\s*(?:template\s*<[^{]*>\s*)?(?:typedef\s+)?(?:class|struct|union|enum)\b(?:\s+class)?\s*(\w*)[^()]*$`)
	local      = regexp.MustCompile(`^\s*(?:const\s+)?((?:\w+::)*\w+)\s*(<.*>)?\s+(\w+)\s*(?:[;=({\[]|$)`)
	parameter  = regexp.MustCompile(`[(,]\s*(?:const\s+)?((?:\w+::)+\w+)\s*(<[^()]*>)?\s+(\w+)\s*[,)]`)
	defined    = regexp.MustCompile(`\b(?:class|struct)\s+(\w+)(?:\s+final)?\s*(?::([^:{;][^{;]*))?\{`)
	access     = regexp.MustCompile(`\s*\b(?:public|private|protected)\b|^\s+|\s+$`)
	attribute  = regexp.MustCompile(`__attribute__\(\((?:[^()]|\([^()]*\))*\)\)|\[\[[^\]]*\]\]`)
	lambda     = regexp.MustCompile(`^(\s*auto\s+)(\w+)\s*=\s*\[`)
	callback   = regexp.MustCompile(`&&\s*(\w+)`)
	made       = regexp.MustCompile(`\b(make_unique|make_shared|GetBackingStore|GetCompiledModule)\b`)
	call       = regexp.MustCompile(`((?:\w+\s+)?)(~?\w+)\s*(?:<[^<>();{}]*(?:<[^<>();{}]*>[^<>();{}]*)*>)?\s*\(`)
)

// A piece is a statement of a function's body, or the head of a block in it.
type piece struct {
	line   int
	text   string
	after  string // the rest of the block that it is in
	head   bool
	inCode bool
	inType string // the innermost, when it is a member
}

// pieces splits a file; comments and literals are gone already.
func pieces(text string) []piece {
	type block struct {
		kind byte // namespace, type or code
		name string
		open []int // of the pieces that end with it
	}
	var (
		found  []piece
		starts []int // where each piece ends
		stack  = []block{{kind: 'n'}}
		start  int
		line   = 1
		begun  = 1 // the line where the piece begins
		parens int
	)
	add := func(end int, head bool) {
		top := &stack[len(stack)-1]
		p := piece{line: begun, text: text[start:end], head: head, inCode: top.kind == 'c'}
		if top.kind == 't' {
			p.inType = top.name
		}
		top.open = append(top.open, len(found))
		found = append(found, p)
		starts = append(starts, end)
	}
	restart := func(i int) { start, begun = i+1, line }
	for i := range len(text) {
		switch c := text[i]; c {
		case '\n':
			if strings.TrimSpace(text[start:i]) == "" {
				start, begun = i+1, line+1
			}
			line++
		case '(':
			parens++
		case ')':
			parens--
		case ';':
			if parens == 0 || strings.ContainsAny(text[start:i], "{}") {
				add(i, false)
				restart(i)
			}
		case '{':
			head := text[start:i]
			b := block{kind: 'c'}
			if namespace.MatchString(head) {
				b.kind = 'n'
			} else if m := typeHead.FindStringSubmatch(head); m != nil {
				b.kind, b.name = 't', m[1]
			} else {
				add(i, true)
			}
			stack = append(stack, b)
			parens = 0
			restart(i)
		case '}':
			if len(stack) > 1 {
				for _, n := range stack[len(stack)-1].open {
					found[n].after = text[starts[n]:i]
				}
				stack = stack[:len(stack)-1]
			}
			parens = 0
			restart(i)
		}
	}
	return found
}

// blank removes comments, literals and the preprocessor's lines, and keeps lines.
func blank(text string) string {
	keep := func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) }
	text = noise.ReplaceAllStringFunc(text, func(s string) string {
		if s[0] == '"' {
			return `"`
		}
		return keep(s) + " "
	})
	text = attribute.ReplaceAllStringFunc(text, keep)
	return directive.ReplaceAllStringFunc(text, keep)
}

// A callee is a name in a file, as x for x.h and x.cc.
type callee struct{ file, name string }

// A jumps knows the whole shim.
type jumps struct {
	types   map[callee]bool     // whether they need a destructor
	calls   map[callee][]string // what the functions of each name call
	by      map[string][]callee // those of each name
	excited map[callee]bool     // that may enter V8
}

func stem(name string) string { return strings.TrimSuffix(strings.TrimSuffix(name, ".h"), ".cc") }

// enters tells whether a call from a file may enter V8. A name is first looked
// for in the file itself.
func (j *jumps) enters(file, name string) bool {
	if _, ok := j.calls[callee{file, name}]; ok {
		return j.excited[callee{file, name}]
	}
	if all := j.by[name]; len(all) > 0 {
		return slices.ContainsFunc(all, func(c callee) bool { return j.excited[c] })
	}
	return !calm[name]
}

func newJumps(files map[string]string) *jumps {
	j := &jumps{types: map[callee]bool{}, calls: map[callee][]string{}, by: map[string][]callee{}, excited: map[callee]bool{}}
	parsed := map[string][]piece{}
	for name, text := range files {
		text = blank(text)
		parsed[name] = pieces(text)
		for _, m := range defined.FindAllStringSubmatch(text, -1) {
			j.types[callee{stem(name), m[1]}] = false
		}
		for _, m := range destructor.FindAllStringSubmatch(text, -1) {
			j.types[callee{stem(name), m[1]}] = true
		}
	}
	for grown := true; grown; { // what holds one that needs a destructor needs one, or is one
		grown = false
		need := func(file, name string) {
			if !j.types[callee{file, name}] {
				j.types[callee{file, name}], grown = true, true
			}
		}
		for name, all := range parsed {
			for _, p := range all {
				if p.inType != "" && !p.head && j.owns(stem(name), p.text) != "" {
					need(stem(name), p.inType)
				}
			}
			for _, m := range defined.FindAllStringSubmatch(blank(files[name]), -1) {
				for _, base := range strings.Split(m[2], ",") {
					base = access.ReplaceAllString(base, "")
					if base != "" && j.owns(stem(name), base+" base") != "" {
						need(stem(name), m[1])
					}
				}
			}
		}
	}
	for name, all := range parsed {
		for n, p := range all {
			if !p.head {
				continue
			}
			m := called.FindStringSubmatch(p.text)
			if p.inCode {
				m = lambda.FindStringSubmatch(p.text)
			}
			if m == nil {
				continue
			}
			c := callee{stem(name), m[2]}
			if j.calls[c] == nil && !p.inCode { // a lambda is its file's
				j.by[c.name] = append(j.by[c.name], c)
			}
			j.calls[c] = append(j.calls[c], "if")
			if marked(files[name], p.line) {
				continue
			}
			// What it is given to call is in its caller's text.
			given := callback.FindAllStringSubmatch(p.text, -1)
			for _, each := range callsIn(body(all, n)) {
				if !slices.ContainsFunc(given, func(m []string) bool { return m[1] == each }) {
					j.calls[c] = append(j.calls[c], each)
				}
			}
		}
	}
	for grown := true; grown; {
		grown = false
		for c, calls := range j.calls {
			if !j.excited[c] && slices.ContainsFunc(calls, func(name string) bool { return j.enters(c.file, name) }) {
				j.excited[c], grown = true, true
			}
		}
	}
	return j
}

// body is the text of the function whose head is piece n.
func body(all []piece, n int) string {
	if n+1 == len(all) || !all[n+1].inCode {
		return ""
	}
	return all[n+1].text + all[n+1].after
}

// callsIn is the names of what is called in the text; for a local that is made,
// its type.
func callsIn(text string) (names []string) {
	for _, m := range call.FindAllStringSubmatch(text, -1) {
		before := strings.TrimSpace(m[1])
		if before == "" || before == "return" || before == "else" || before == "new" || before == "case" {
			names = append(names, m[2])
		} else {
			names = append(names, before)
		}
	}
	return names
}

// owns is the type of what a statement of a file declares, if it needs a destructor.
func (j *jumps) owns(file, statement string) string {
	m := local.FindStringSubmatch(statement)
	if m == nil || strings.HasPrefix(strings.TrimSpace(statement), "static") {
		return ""
	}
	name := m[1]
	if owning[name] || name == "auto" && made.MatchString(statement) {
		return name
	}
	name = name[strings.LastIndex(name, ":")+1:]
	if needs, own := j.types[callee{file, name}]; own {
		if needs {
			return name
		}
		return ""
	}
	for c, needs := range j.types {
		if needs && c.name == name && !strings.Contains(m[1], "v8::") && !strings.Contains(m[1], "std::") {
			return name
		}
	}
	return ""
}

// jumped is the locals that a jump could leave without their destructors.
func jumped(files map[string]string) (found []string) {
	j := newJumps(files)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		report := func(line int, kind, live string) {
			into := slices.DeleteFunc(callsIn(live), func(c string) bool { return !j.enters(stem(name), c) })
			if kind == "" || harmless[kind] != "" || marked(files[name], line) || len(into) == 0 {
				return
			}
			slices.Sort(into)
			found = append(found, fmt.Sprintf("%s:%d: a jump out of %s would skip the destructor of a %s",
				name, line, strings.Join(slices.Compact(into), ", "), kind))
		}
		all := pieces(blank(files[name]))
		for n, p := range all {
			if p.head {
				for _, m := range parameter.FindAllStringSubmatch(p.text, -1) {
					report(p.line, j.owns(stem(name), m[1]+m[2]+" "+m[3]), body(all, n))
				}
			}
			if p.inCode { // a head, too, may be a local's that braces initialize
				report(p.line, j.owns(stem(name), p.text), p.after)
			}
		}
	}
	return found
}
