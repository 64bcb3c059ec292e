// Memory: V8_Fatal, invalid size: this one ends Node, Deno and isolated-vm (crbug 1201626).
'ab'.repeat(2 ** 27).split('').length;
