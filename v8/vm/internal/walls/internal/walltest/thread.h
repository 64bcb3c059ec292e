// A thread of C's that makes system calls when asked.
#pragma once

struct thread;

// NULL when there can be no more threads.
struct thread* thread_new(void);

// The kernel's result, which is an error's number negated when it failed. way is
// 0 for the usual, 1 for int 0x80.
long thread_call(struct thread*, int way, long number, const long arguments[6]);

// Whether the kernel serves 32-bit programs. One that does not ends whoever asks.
int has_int80(void);
