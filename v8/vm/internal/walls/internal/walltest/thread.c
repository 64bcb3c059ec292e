#define _GNU_SOURCE
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct thread {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int asked;  // whether number and arguments wait for a result
  int way;
  long number, arguments[6], result;
};

static long Int80(long number, const long* a) {
#ifdef __x86_64__
  long result = number;
  // The sixth argument would be in rbp, which the compiler may need.
  __asm__ volatile("int $0x80"
                   : "+a"(result)
                   : "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4])
                   : "memory", "r8", "r9", "r10", "r11");
  return (int)result;
#else
  (void)number, (void)a;
  return -ENOSYS;
#endif
}

static void* Serve(void* argument) {
  struct thread* self = argument;
  pid_t pid = getpid();
  pthread_mutex_lock(&self->mutex);
  for (;;) {
    while (!self->asked) pthread_cond_wait(&self->changed, &self->mutex);
    const long* a = self->arguments;
    if (self->way == 1) {
      self->result = Int80(self->number, a);
    } else {
      long result = syscall(self->number, a[0], a[1], a[2], a[3], a[4], a[5]);
      self->result = result == -1 ? -errno : result;
      if (getpid() != pid) _exit(0);  // a fork that was asked for
    }
    self->asked = 0;
    pthread_cond_broadcast(&self->changed);
  }
  return NULL;
}

struct thread* thread_new(void) {
  struct thread* self = calloc(1, sizeof *self);
  pthread_mutex_init(&self->mutex, NULL);
  pthread_cond_init(&self->changed, NULL);
  pthread_t thread;
  if (pthread_create(&thread, NULL, Serve, self) != 0) {
    free(self);
    return NULL;
  }
  return self;
}

long thread_call(struct thread* self, int way, long number, const long arguments[6]) {
  pthread_mutex_lock(&self->mutex);
  self->way = way;
  self->number = number;
  for (int i = 0; i < 6; i++) self->arguments[i] = arguments[i];
  self->asked = 1;
  pthread_cond_broadcast(&self->changed);
  while (self->asked) pthread_cond_wait(&self->changed, &self->mutex);
  long result = self->result;
  pthread_mutex_unlock(&self->mutex);
  return result;
}

int has_int80(void) {
  pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_DFL);  // not Go's
    const long arguments[6] = {0};
    const long getpid_number = 20;
    _exit(Int80(getpid_number, arguments) <= 0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
