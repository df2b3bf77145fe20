// What ThreadSanitizer must be told: which fiber runs, and what happens before what. A switch alone
// orders nothing; only barriers and the two ends of a block do. So a missing barrier is a race.
#pragma once

// Something that some arrive at before others leave it.
struct Meeting {
  void arrive();
  void leave();
};

#if defined(PULMU_TSAN)

extern "C" {
void* __tsan_create_fiber(unsigned);
void* __tsan_get_current_fiber();
void __tsan_switch_to_fiber(void*, unsigned);
void __tsan_acquire(void*);
void __tsan_release(void*);
}

constexpr unsigned NO_SYNC = 1;

struct RaceFiber {
  void* fiber = __tsan_get_current_fiber();
  void create() { fiber = __tsan_create_fiber(0); }
  void enter() { __tsan_switch_to_fiber(fiber, NO_SYNC); }
};

inline void Meeting::arrive() { __tsan_release(this); }
inline void Meeting::leave() { __tsan_acquire(this); }

#else

struct RaceFiber {
  void create() {}
  void enter() {}
};

inline void Meeting::arrive() {}
inline void Meeting::leave() {}

#endif
