package v8

// SerializeBy writes a value in the wire format, by V8 or by what is faster.
func SerializeBy(s *Scope, v Value, byV8 bool) ([]byte, error) {
	data, err := s.enter().serialize(v, byV8)
	return append([]byte(nil), data...), err
}
