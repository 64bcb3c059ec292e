package walls

import "os"

func (c *Command) arguments(path string) []string {
	if c.Args == nil {
		return []string{path}
	}
	return c.Args
}

// attributes are the descriptors and the environment. done closes what was
// opened for them, when the process was started.
func (c *Command) attributes() (attributes *os.ProcAttr, done func(), err error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	files := []*os.File{null, null, null}
	if c.Stderr != nil {
		files[2] = c.Stderr
	}
	// Not nil, which would be this process's environment.
	env := append([]string{}, c.Env...)
	return &os.ProcAttr{Env: env, Files: append(files, c.Files...)}, func() { null.Close() }, nil
}
