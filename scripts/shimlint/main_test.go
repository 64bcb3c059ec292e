package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCycles(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"none", map[string]string{
			"a.h": "#include \"b.h\"\n#include \"c.h\"\n", "b.h": "#include \"c.h\"\n#include <d.h>\n", "c.h": "",
			"c.cc": "#include \"a.h\"\n",
		}, nil},
		{"one of three, and one by itself", map[string]string{
			"a.h": "#include <v8.h>\n#include \"b.h\"\n", "b.h": "#include \"c.h\"\n", "c.h": "#include \"a.h\"\n",
			"d.h": "#include \"a.h\"\n", "e.h": "#include \"e.h\"\n",
		}, []string{"a.h, b.h, c.h: they include one another in a circle", "e.h: they include one another in a circle"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, cycles(test.files))
		})
	}
}

func TestMisplacedABI(t *testing.T) {
	files := map[string]string{
		"cshim.h": `// The C ABI, in blocks; see a.cc.
typedef struct { int n; } shim_struct;
// a.cc: one ----
int shim_a(void);
// Lives as long as b.cc says.
int shim_b(void);

// b.cc and
// c.cc: two ----

// Of b.cc.
void shim_b_two(int n);
void shim_c(void);
void shim_nowhere(void);
`,
		"a.cc": "int shim_a() { return 1; }\n",
		"b.cc": "int shim_b() { return 1; }\nvoid shim_b_two(int n) {}\n",
		"c.cc": "void shim_c() {}\n",
	}
	require.Equal(t, []string{
		"cshim.h: shim_b stands below a.cc, which does not define it",
		"cshim.h: shim_nowhere stands below b.cc, c.cc, which does not define it",
	}, misplacedABI(files))
}

func TestMisplaced(t *testing.T) {
	files := map[string]string{
		"a.h": `// What is in it.
#include "b.h"
struct shim_isolate;
namespace shim {
class Class {
 public:
  void Member(int);
};
extern int variable;
template <typename T>
void Template(T);
inline int Inline() { return 1; }
// void Commented();
v8::MaybeLocal<v8::String> Elsewhere(v8::Isolate* isolate, shim_bytes utf8);
[[noreturn]] void Defined(const char* why);
void Split(int a,
           int b = 0);
constexpr int kNumber = sizeof(int);
}  // namespace shim
`,
		"a.cc": `#include "a.h"
namespace shim {
namespace {
bool Helper(int n) { return Elsewhere(n); }
}  // namespace
void Defined(const char* why) {
  Elsewhere("}");
}
void Split(int a, int b) {}
}  // namespace shim
`,
		"cshim.h": "void shim_v8_initialize(void);\n",
	}
	require.Equal(t, []string{"a.h: declares Elsewhere, which a.cc does not define"}, lint(files)[:1])
	require.Equal(t, []string{"cshim.h: the first line says what it holds"}, lint(files)[1:])
}

func TestFields(t *testing.T) {
	require.Equal(t, map[string]int{"One": 7}, fields(`struct One {
  int a = 0, b = 0;
  std::atomic<bool> c{false};
  std::map<int, std::vector<int>> d;  // not e
  void Method(int f);
  using Type = int;
  static constexpr int kG = 1;
  const char* h = nullptr;
  std::atomic<size_t> i{0}, j{0};
};
`))
}

func TestJumped(t *testing.T) {
	const types = `
struct Guard {
  ~Guard() { Count(); }
};
struct Holder {
  Guard guard;
};
struct Derived final : public Holder {};
struct Plain {
  int number;
};
`
	for _, test := range []struct{ name, body, want string }{
		{"a vector across a call into V8", "std::vector<int> all;\n  value->Get(context);", "a.cc:19: a jump out of Get would skip the destructor of a std::vector"},
		{"one after the call", "value->Get(context);\n  std::vector<int> all;\n  all.push_back(1);", ""},
		{"one in a block that ends before", "{\n    std::string text;\n  }\n  value->Get(context);", ""},
		{"a lock, and a function that enters", "std::lock_guard<std::mutex> lock(mutex);\n  Enters();", "a.cc:19: a jump out of Enters would skip the destructor of a std::lock_guard"},
		{"a lock, and one that doesn't", "std::lock_guard<std::mutex> lock(mutex);\n  Count();", ""},
		{"a type of the shim's", "Guard guard;\n  value->Get(context);", "a.cc:19: a jump out of Get would skip the destructor of a Guard"},
		{"one that holds such a type", "Holder holder{};\n  value->Get(context);", "a.cc:19: a jump out of Get would skip the destructor of a Holder"},
		{"one that is such a type", "Derived derived;\n  value->Get(context);", "a.cc:19: a jump out of Get would skip the destructor of a Derived"},
		{"one that needs no destructor", "Plain plain{1};\n  value->Get(context);", ""},
		{"auto", "auto made = std::make_unique<int>(1);\n  value->Get(context);", "a.cc:19: a jump out of Get would skip the destructor of a auto"},
		{"references and pointers", "std::vector<int>& all = *known;\n  const std::string* text = &name;\n  value->Get(context);", ""},
		{"in a lambda", "Call(self, [&](v8::Isolate* isolate) {\n    std::string text;\n    return value->Get(context);\n  });", "a.cc:20: a jump out of Get would skip the destructor of a std::string"},
		{"what is harmless", "v8::HandleScope scope(isolate);\n  value->Get(context);", ""},
		{"with a reason", "// Jump: it ends here.\n  std::vector<int> all;\n  value->Get(context);", ""},
		{"with none", "// Jump\n  std::vector<int> all;\n  value->Get(context);", "a.cc:20: a jump out of Get would skip the destructor of a std::vector"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := types + "void Count() { n.store(1); }\nvoid Enters() { value->Get(context); }\n\n\n\nvoid Function() {\n\n  " + test.body + "\n}\n"
			var want []string
			if test.want != "" {
				want = []string{test.want}
			}
			require.Equal(t, want, jumped(map[string]string{"a.cc": text}))
		})
	}
	t.Run("a parameter", func(t *testing.T) {
		require.Equal(t, []string{"a.cc:1: a jump out of Get would skip the destructor of a std::unique_ptr"},
			jumped(map[string]string{"a.cc": "void F(int n, std::unique_ptr<v8::Task> task) {\n  value->Get(context);\n}\n"}))
	})
}

// The rule holds for the shim as it is: each reason is one for something.
func TestHarmlessTypesAreThere(t *testing.T) {
	files, err := read("../../cshim")
	require.NoError(t, err)
	j := newJumps(files)
	for kind, reason := range harmless {
		require.NotEmpty(t, j.owns("", kind+" local"), kind)
		require.NotEmpty(t, reason, kind)
	}
}
