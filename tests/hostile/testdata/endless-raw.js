// Endless: String.raw of a template of 2**53 - 1 parts.
// uninterruptible: Builtin_StringRaw collects them in C++.
String.raw({ raw: { length: 2 ** 53 - 1 } });
