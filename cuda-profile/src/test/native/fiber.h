// A thread of a block: a stack of its own, and the switch between two of them.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

#include "race.h"

// Room for the JVM's signal handlers, which run on whatever stack they find.
constexpr size_t STACK_BYTES = 128 << 10;
constexpr size_t PAGE_BYTES = 4096;

// A stack whose lowest page faults; never given back, because every launch needs it again.
inline char* newStack() {
  void* stack = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED) {
    return nullptr;
  }
  mprotect(stack, PAGE_BYTES, PROT_NONE);
  return (char*)stack;
}

// Where the stack of a thread begins: not all at the same distance from a multiple of the page's
// size, where they would drive each other out of the caches.
inline char* topOf(char* stack, int thread) {
  return stack + STACK_BYTES - thread * 320 % (STACK_BYTES / 2);
}

#if defined(__x86_64__)

// Saves what a call must keep, on the old stack; ucontext would enter the kernel for the signal
// mask each time, and be twelve times slower. It jumps back instead of returning: a return is
// predicted to go where the last call came from, and here never does.
extern "C" void pulmu_switch(void** from, void* to);
asm(R"(
.text
.hidden pulmu_switch
.type pulmu_switch,@function
.globl pulmu_switch
pulmu_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  popq %rcx
  jmp *%rcx
.size pulmu_switch,.-pulmu_switch
)");

struct Fiber {
  RaceFiber race;
  void* sp = nullptr;

  // `body` never returns. It starts as if called: 8 bytes off a multiple of 16.
  void prepare(char* stack, int thread, void (*body)()) {
    uintptr_t* top = (uintptr_t*)topOf(stack, thread) - 2;
    top[0] = (uintptr_t)body;
    top[1] = 0;
    for (int i = 1; i <= 6; i++) {
      top[-i] = 0;
    }
    sp = top - 6;
    race.create();
  }

  void switchTo(Fiber& to) {
    to.race.enter();
    pulmu_switch(&sp, to.sp);
  }
};

#else

struct Fiber {
  RaceFiber race;
  ucontext_t context;

  void prepare(char* stack, int thread, void (*body)()) {
    getcontext(&context);
    context.uc_stack.ss_sp = stack + PAGE_BYTES;
    context.uc_stack.ss_size = topOf(stack, thread) - stack - PAGE_BYTES;
    context.uc_link = nullptr;
    makecontext(&context, body, 0);
    race.create();
  }

  void switchTo(Fiber& to) {
    to.race.enter();
    swapcontext(&context, &to.context);
  }
};

#endif
