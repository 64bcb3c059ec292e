// Built-ins: a JSON reviver that makes the object under it grow.
JSON.parse('[0]', function (k, v) {
  if (k !== '') this.length++;
  return [v, v];
});
for (;;) JSON.parse('{"a":{"b":1}}', function (k, v) { this[k + 'x'] = { v }; return v; });
