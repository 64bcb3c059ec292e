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
