// What is done later, in one go; see "Why units?" in RATIONALE.md.
#include "isolate_tasks.cc"
#include "marking.cc"
#include "microtask_queue.cc"
#include "platform.cc"
#include "rejections.cc"
#include "task_runner.cc"
