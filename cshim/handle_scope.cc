//go:build ignore

// v8::HandleScope
#include "handle_scope.h"

#include "entry.h"
#include "microtask_queue.h"

// sanitizer.c
extern "C" void shim_forget_stack(void* lowest);

namespace shim {

namespace {

// What shim_isolate_enter opened. V8 checks that it was.
void Leave(shim_isolate* self, Level& level) {
  const bool was_dead = self->death.dead;  // and says why
  Frame frame(self);
  // After an error it goes on with what is still open.
  if (_setjmp(frame.jump) != 0 && !was_dead) FailDead(self, frame.fatal_message);
  level.context_scope.Close();
  level.handle_scope.Close();
  level.isolate_scope.Close();
}

}  // namespace

Level& Push(shim_isolate* self) {
  if (self->levels.depth == self->levels.records.size())
    self->levels.records.push_back(std::make_unique<Level>());
  self->counters.scopes++;
  Level& level = *self->levels.records[self->levels.depth++];
  level.pins = self->pins.stores.size();
  level.previous = current;
  level.frame = Frame::innermost;
  return level;
}

void Pop(shim_isolate* self) {
  Level& level = *self->levels.records[--self->levels.depth];
  if (level.queue) {
    level.queue->entered = false;
    self->queues.running = level.queue->outer;
    level.queue = nullptr;
  }
  if (level.isolate_scope.IsOpen()) {
    Leave(self, level);
  } else {
    level.handle_scope.Close();
  }
  current = level.previous;
  if (Frame::innermost != level.frame) {
    // runtime.Goexit has skipped the shim's frames.
    Frame::innermost = level.frame;
    shim_forget_stack(reinterpret_cast<void*>(self->stack.limit));
  }
  if (self->pins.stores.size() != level.pins) self->pins.Release(level.pins);
  self->counters.scopes--;
}

}  // namespace shim

shim_status shim_handle_scope_open(shim_isolate* self) {
  if (shim::current != self) return SHIM_STATUS_WRONG_THREAD;
  shim::Push(self).handle_scope.Open(self->isolate);
  return SHIM_STATUS_OK;
}

shim_status shim_handle_scope_close(shim_isolate* self, uint32_t depth) {
  if (shim::current != self) return SHIM_STATUS_WRONG_THREAD;
  while (self->levels.depth >= depth) shim::Pop(self);
  return SHIM_STATUS_OK;
}

shim_value shim_handle_scope_close_and_escape(shim_isolate* self, uint32_t depth, shim_ref value,
                                              uint32_t kind) {
  shim_status status = shim::Readable(self);
  if (status == SHIM_STATUS_WRONG_THREAD) return shim::Status(status);
  shim_value result{value, kind, SHIM_STATUS_OK};
  if (status != SHIM_STATUS_OK) result = shim::Status(status);
  v8::internal::Address object = shim::ObjectOf(result);
  while (self->levels.depth >= depth) shim::Pop(self);
  if (object) result.bits = shim::Handles::Create(self->isolate, object);
  return result;
}
