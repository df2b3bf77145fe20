// A kernel that faults must not end the JVM. While a kernel runs, faults of its thread end the
// launch; those of other threads, and the JVM's own signals, go on to whoever had the handlers.
#pragma once
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

class FaultGuard {
 public:
  // Runs it; returns the number of the signal that ended it, or 0. `at` is where it reached to.
  static int run(void (*work)(), void*& at) {
    thread = pthread_self();
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < COUNT; i++) {
      sigaction(SIGNALS[i], &action, &before[i]);
    }
    int signal = sigsetjmp(back, 1);
    if (signal == 0) {
      work();
    }
    for (int i = 0; i < COUNT; i++) {
      sigaction(SIGNALS[i], &before[i], nullptr);
    }
    at = address;
    return signal;
  }

 private:
  static constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
  static constexpr int COUNT = 4;
  static inline struct sigaction before[COUNT];
  static inline pthread_t thread;
  static inline sigjmp_buf back;
  static inline void* address;

  static void handle(int signal, siginfo_t* info, void* context) {
    if (pthread_equal(thread, pthread_self())) {
      address = info->si_addr;
      siglongjmp(back, signal);
    }
    for (int i = 0; i < COUNT; i++) {
      if (SIGNALS[i] == signal) {
        before[i].sa_sigaction(signal, info, context);
      }
    }
  }
};
