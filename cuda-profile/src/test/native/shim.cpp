// Runs the threads of a block as fibers, block after block. Each thread runs until it waits; in
// rounds, in a chosen order, so that whoever is let go waits for the next round and the order holds
// in every part between two barriers. Strict: a thread that returns while others wait is an error,
// and so is a mask that names lanes which never come.
#include "launch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <numeric>
#include <vector>

#include "fault.h"
#include "fiber.h"
#include "shim.h"

dim3 threadIdx, blockIdx, blockDim, gridDim;
int pulmu_constant[MOST_CONSTANTS];

// Dynamic shared memory: every kernel calls it `smem`. Behind what it asked for lies a guard.
constexpr int SHARED_GUARD = 1024;
alignas(256) thread_local unsigned char smem[MOST_SHARED + SHARED_GUARD];

#if defined(PULMU_SANITIZED)
// A piece of heap instead, which the sanitizers know the bounds of.
static void* dynamicShared;
void* pulmu_dynamic_shared() { return dynamicShared; }
#endif

namespace {

constexpr int WARP = 32;
constexpr unsigned NEVER = ~0u;

enum Wait { NOTHING, BARRIER, LANES, END };

struct Thread {
  Fiber fiber;
  unsigned round;  // the first in which it may run
  Wait wait;
  int kind;  // of an exchange, its mask and lane, what it gives and what it gets
  unsigned mask;
  int source;
  uint64_t deposit, received;
  unsigned barriers, warpBarriers;  // how many it has come to
};

const Launch* current;
Thread threads[MOST_THREADS];
unsigned arrived[MOST_THREADS / WARP];  // lanes that wait in an exchange
int order[MOST_THREADS];
int prepared, count, running, waiting, ended;
unsigned rounds;
Fiber scheduler;
char failure[512];
uint64_t randomState;

// Two for each kind of barrier, taken in turn: who is already at the next one must not seem to have
// come before those who still leave the last.
Meeting begin, end, barriers[2], warpBarriers[MOST_THREADS / WARP][2];

void yield() { threads[running].fiber.switchTo(scheduler); }

// Gives up the launch; its fibers are made anew for the next one.
[[gnu::format(printf, 1, 2)]] void fail(const char* format, ...) {
  int length = snprintf(failure, sizeof failure, "block (%u,%u): ", blockIdx.x, blockIdx.y);
  va_list rest;
  va_start(rest, format);
  vsnprintf(failure + length, sizeof failure - length, format, rest);
  va_end(rest);
  prepared = 0;
}

void wakeAfterThisRound(Thread& thread) {
  thread.round = rounds + 1;
  thread.wait = NOTHING;
}

int firstThat(Wait wait) {
  int i = 0;
  while (i < count - 1 && threads[i].wait != wait) {
    i++;
  }
  return i;
}

void failDivergent() {
  fail("barrier divergence: thread %d returned while thread %d waits at __syncthreads",
      firstThat(END), firstThat(BARRIER));
}

void body() {
  for (;;) {
    begin.leave();
    const int64_t* a = current->arguments;
    // More arguments than parameters do no harm in the calling conventions used here.
    using Entry = void (*)(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,
        int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,
        int64_t, int64_t, int64_t, int64_t, int64_t, int64_t);
    ((Entry)current->entry)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11],
        a[12], a[13], a[14], a[15], a[16], a[17], a[18], a[19], a[20], a[21], a[22], a[23]);
    end.arrive();
    threads[running].wait = END;
    threads[running].round = NEVER;
    ended++;
    if (waiting > 0) {
      failDivergent();
    }
    yield();
  }
}

// All lanes of the mask have come: everyone's result is made now, before anyone deposits again.
void deliver(int warp, unsigned mask) {
  Thread* lanes = threads + warp * WARP;
  bool voting = threads[running].kind == 2;
  uint64_t ballot = 0;
  for (int lane = 0; voting && lane < WARP; lane++) {
    if (mask >> lane & 1 && lanes[lane].deposit != 0) {
      ballot |= 1u << lane;
    }
  }
  for (int lane = 0; lane < WARP; lane++) {
    if (mask >> lane & 1) {
      Thread& thread = lanes[lane];
      bool there = thread.source >= 0 && thread.source < WARP && mask >> thread.source & 1;
      thread.received = voting ? ballot : there ? lanes[thread.source].deposit : ~0ull;
      wakeAfterThisRound(thread);
    }
  }
  arrived[warp] &= ~mask;
}

// Why nobody can run though not all have ended.
void explainStandstill() {
  int i = firstThat(LANES);
  const Thread& thread = threads[i];
  int missing = 0;
  while (~thread.mask >> missing & 1 || arrived[i / WARP] >> missing & 1) {
    if (++missing == WARP) {
      fail("thread %d waits in a warp whose lanes came with different masks or operations", i);
      return;
    }
  }
  int other = i / WARP * WARP + missing;
  const char* where = other >= count ? "does not exist"
      : threads[other].wait == END   ? "returned"
                                     : "waits at __syncthreads";
  fail("thread %d waits at a warp operation with mask %#x for lane %d, thread %d, which %s", i,
      thread.mask, missing, other, where);
}

uint64_t nextRandom() {
  randomState ^= randomState << 13;
  randomState ^= randomState >> 7;
  randomState ^= randomState << 17;
  return randomState;
}

void shuffle(int* values, int n) {
  for (int i = n - 1; i > 0; i--) {
    int j = (int)(nextRandom() % (uint64_t)(i + 1)), kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}

void runBlock() {
  waiting = ended = 0;
  for (int i = 0; i < count; i++) {
    threads[i].round = 0;
    threads[i].wait = NOTHING;
    threads[i].barriers = threads[i].warpBarriers = 0;
  }
  memset(arrived, 0, sizeof arrived);
  for (rounds = 0; ended < count; rounds++) {
    if (current->order == SHUFFLED) {
      shuffle(order, count);
    }
    bool moved = false;
    for (int k = 0; k < count; k++) {
      Thread& thread = threads[order[k]];
      if (thread.round <= rounds) {
        moved = true;
        running = order[k];
        threadIdx.x = running;
        scheduler.switchTo(thread.fiber);
        if (failure[0]) {
          return;
        }
      }
    }
    if (!moved) {
      explainStandstill();
      return;
    }
  }
}

bool prepare() {
  static char* stacks[MOST_THREADS];
  for (; prepared < count; prepared++) {
    char*& stack = stacks[prepared];
    if (!stack && !(stack = newStack())) {
      fail("no memory for the stack of thread %d", prepared);
      return false;
    }
    threads[prepared].fiber.prepare(stack, prepared, body);
  }
  for (int i = 0; i < count; i++) {
    order[i] = current->order == DOWNWARDS ? count - 1 - i : i;
  }
  return true;
}

void checkSharedGuard() {
  const unsigned char* guard = smem + current->sharedBytes;
  int i = 0;
  // Compares it with itself, one byte on.
  if (guard[0] != 0xff || memcmp(guard, guard + 1, SHARED_GUARD - 1) != 0) {
    while (guard[i] == 0xff) {
      i++;
    }
    fail("dynamic shared memory was written %d bytes behind its %d", i, (int)current->sharedBytes);
  }
}

}  // namespace

static void runGrid() {
  static std::vector<int> blockOrder;  // outlives a fault
  int64_t blocks = current->gridX * current->gridY;
  blockOrder.resize(current->order == SHUFFLED ? blocks : 0);
  std::iota(blockOrder.begin(), blockOrder.end(), 0);
  shuffle(blockOrder.data(), (int)blockOrder.size());
  for (int64_t b = 0; b < blocks && !failure[0]; b++) {
    int64_t block = current->order == UPWARDS ? b
        : current->order == DOWNWARDS         ? blocks - 1 - b
                                              : blockOrder[b];
    blockIdx = {(unsigned)(block % current->gridX), (unsigned)(block / current->gridX), 0};
    memset((void*)current->staticShared, 0xff, current->staticBytes);
    memset(smem, 0xff, current->sharedBytes + SHARED_GUARD);
    begin.arrive();
    runBlock();
    end.leave();
    if (!failure[0]) {
      checkSharedGuard();
    }
  }
}

const char* launch(const Launch& launch) {
  current = &launch;
  count = (int)launch.threads;
  blockDim = {(unsigned)count, 1, 1};
  gridDim = {(unsigned)launch.gridX, (unsigned)launch.gridY, 1};
  failure[0] = 0;
  randomState = (uint64_t)launch.seed * 2 + 1;
  for (int i = 0; i < MOST_CONSTANTS; i++) {
    pulmu_constant[i] = (int)launch.constants[i];
  }
  if (!prepare()) {
    return failure;
  }
#if defined(PULMU_SANITIZED)
  dynamicShared = malloc(launch.sharedBytes);
  runGrid();
  free(dynamicShared);
#else
  void* at;
  int signal = FaultGuard::run(runGrid, at);
  if (signal == SIGILL) {  // what the compiler puts behind its checks of alignment
    fail("thread %d: misaligned address of a vector", running);
  } else if (signal != 0) {
    fail("thread %d: %s at address %p", running, strsignal(signal), at);
  }
#endif
  return failure[0] ? failure : nullptr;
}

void pulmu_barrier() {
  Thread& self = threads[running];
  Meeting& meeting = barriers[self.barriers++ % 2];
  meeting.arrive();
  self.wait = BARRIER;
  self.round = NEVER;
  waiting++;
  if (ended > 0) {
    failDivergent();
  } else if (waiting == count) {
    waiting = 0;
    for (int i = 0; i < count; i++) {
      wakeAfterThisRound(threads[i]);
    }
  }
  yield();
  meeting.leave();
}

uint64_t pulmu_exchange(int kind, unsigned mask, int source, uint64_t bits) {
  Thread& self = threads[running];
  int warp = running / WARP;
  // A shuffle orders no memory, as on a GPU.
  Meeting* meeting = kind == 0 ? &warpBarriers[warp][self.warpBarriers++ % 2] : nullptr;
  if (meeting) {
    meeting->arrive();
  }
  self.round = NEVER;
  self.wait = LANES;
  self.kind = kind;
  self.mask = mask;
  self.source = source;
  self.deposit = bits;
  if (~mask >> running % WARP & 1) {
    fail("thread %d is not in the mask %#x of its own warp operation", running, mask);
    yield();
  }
  arrived[warp] |= 1u << running % WARP;
  bool all = (arrived[warp] & mask) == mask;
  for (int lane = 0; lane < WARP && all; lane++) {
    const Thread& other = threads[warp * WARP + lane];
    all = ~mask >> lane & 1 || (other.mask == mask && other.kind == kind);
  }
  if (all) {
    deliver(warp, mask);
  }
  yield();
  if (meeting) {
    meeting->leave();
  }
  return self.received;
}
