// Command doclint checks, from the root of the module, what the documents say of
// the tree and of each other:
//   - CONTRIBUTING.md's map names every folder at the top, and none that is not there;
//   - RATIONALE.md's contents are its headings, in their order;
//   - a link from one document of the tree to another leads somewhere, down to
//     the heading.
//
// With -w it writes RATIONALE.md's contents anew, and checks nothing.
package main

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/nodeisolates/isolates/scripts/internal/findings"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "-w" {
		findings.Exit(nil, writeContents("RATIONALE.md"))
	}
	findings.Exit(lint(os.DirFS(".")))
}

var (
	mapLine  = regexp.MustCompile(`(?m)^([a-z0-9/]+)/ +\S`)
	heading  = regexp.MustCompile("(?m)^(#{1,6}) (.+)$")
	contents = regexp.MustCompile(`(?m)^ *- \[(.+)\]\(#(\S+)\)$`)
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fence    = regexp.MustCompile("(?ms)^```.*?^```")
	code     = regexp.MustCompile("`[^`\n]*`")
)

func lint(root fs.FS) (findings []string, err error) {
	documents := map[string]string{}
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if entry.IsDir() && (name != "." && base[0] == '.' || base == "node_modules" || base == "testdata" || name == "bin" || name == "deps/v8") {
			return fs.SkipDir
		}
		if path.Ext(name) == ".md" {
			text, err := fs.ReadFile(root, name)
			documents[name] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	findings, err = lintMap(root, documents["CONTRIBUTING.md"])
	if err != nil {
		return nil, err
	}
	findings = append(findings, lintContents(documents["RATIONALE.md"])...)
	for name, text := range documents {
		findings = append(findings, lintLinks(root, documents, name, text)...)
	}
	slices.Sort(findings)
	return findings, nil
}

// lintMap compares the first block of a document with the folders at the top.
func lintMap(root fs.FS, text string) (findings []string, err error) {
	_, text, _ = strings.Cut(text, "## Where things are\n")
	block := fence.FindString(text)
	named := map[string]bool{}
	for _, found := range mapLine.FindAllStringSubmatch(block, -1) {
		named[found[1]] = true
		if info, err := fs.Stat(root, found[1]); err != nil || !info.IsDir() {
			findings = append(findings, "CONTRIBUTING.md: there is no folder "+found[1])
		}
	}
	entries, err := fs.ReadDir(root, ".")
	for _, entry := range entries {
		if name := entry.Name(); entry.IsDir() && name[0] != '.' && name != "bin" && !named[name] {
			findings = append(findings, "CONTRIBUTING.md: the map lacks "+name)
		}
	}
	return findings, err
}

func lintContents(text string) (findings []string) {
	before, after, _ := strings.Cut(text, "\n## ")
	var listed, there []string
	for _, found := range contents.FindAllStringSubmatch(before, -1) {
		listed = append(listed, found[1]+" #"+found[2])
	}
	for _, found := range headings("## " + after) {
		there = append(there, found.title+" #"+found.anchor)
	}
	for _, one := range there {
		if !slices.Contains(listed, one) {
			findings = append(findings, "RATIONALE.md: the contents lack "+one)
		}
	}
	for _, one := range listed {
		if !slices.Contains(there, one) {
			findings = append(findings, "RATIONALE.md: the contents have, and the text has not, "+one)
		}
	}
	if findings == nil && !slices.Equal(listed, there) {
		findings = []string{"RATIONALE.md: the contents are in another order"}
	}
	return findings
}

func writeContents(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(withContents(string(text))), 0o644)
}

// withContents is a document with a list of its headings behind its introduction.
func withContents(text string) string {
	before, after, _ := strings.Cut(text, "\n## ")
	introduction, _, _ := strings.Cut(before, "\n- [")
	list := ""
	for _, h := range headings("## " + after) {
		list += strings.Repeat("  ", h.level-2) + "- [" + h.title + "](#" + h.anchor + ")\n"
	}
	return strings.TrimRight(introduction, "\n") + "\n\n" + list + "\n## " + after
}

func lintLinks(root fs.FS, documents map[string]string, name, text string) (findings []string) {
	for _, found := range link.FindAllStringSubmatch(code.ReplaceAllString(fence.ReplaceAllString(text, ""), ""), -1) {
		target, anchor, _ := strings.Cut(found[1], "#")
		if strings.Contains(target, ":") {
			continue // elsewhere
		}
		file := name
		if target != "" {
			file = path.Join(path.Dir(name), target)
		}
		if _, err := fs.Stat(root, file); err != nil {
			findings = append(findings, name+": nothing is at "+found[1])
			continue
		}
		is := func(h title) bool { return h.anchor == anchor }
		if anchor != "" && path.Ext(file) == ".md" && !slices.ContainsFunc(headings(documents[file]), is) {
			findings = append(findings, name+": no heading is at "+found[1])
		}
	}
	return findings
}

type title struct {
	level         int
	title, anchor string
}

func headings(text string) (all []title) {
	for _, found := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		all = append(all, title{len(found[1]), found[2], anchorOf(found[2])})
	}
	return all
}

// anchorOf is what a heading is linked by.
func anchorOf(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
