// What the text of a kernel finds on the host in place of CUDA's own words. Included in front of
// the text, which stays as it is. Shared arrays become thread_local, which C++ allows both for
// `extern __shared__ float smem[]` and inside a function; so all of a kernel's static shared memory
// is its library's TLS block, which the shim poisons before each block of threads.
#pragma once
// The C header alone: all of C++'s would take most of a compilation's time.
#define _GLIBCXX_INCLUDE_NEXT_C_HEADERS
#include <math.h>
#include <stdint.h>
#include <string.h>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#if defined(PULMU_SANITIZED)
// Sanitizers watch the bounds of static variables, but not of thread_local ones; for dynamic shared
// memory the text is changed, see HostKernels.
#define __shared__ static
extern "C" void* pulmu_dynamic_shared();
#else
#define __shared__ thread_local
#endif

struct dim3 {
  unsigned x, y, z;
};

// Of shim.cpp. Kinds of exchange: 0 a barrier of the warp, 1 a shuffle, 2 a ballot.
extern "C" {
extern dim3 threadIdx, blockIdx, blockDim, gridDim;
extern int pulmu_constant[];
void pulmu_barrier();
uint64_t pulmu_exchange(int kind, unsigned mask, int source, uint64_t bits);
}

#define PULMU_VECTOR2(T, NAME)                  \
  struct alignas(2 * sizeof(T)) NAME {          \
    T x, y;                                     \
  };                                            \
  inline NAME make_##NAME(T x, T y) { return {x, y}; }
#define PULMU_VECTOR4(T, NAME)                  \
  struct alignas(4 * sizeof(T)) NAME {          \
    T x, y, z, w;                               \
  };                                            \
  inline NAME make_##NAME(T x, T y, T z, T w) { return {x, y, z, w}; }
PULMU_VECTOR2(float, float2)
PULMU_VECTOR2(int, int2)
PULMU_VECTOR4(float, float4)
PULMU_VECTOR4(unsigned char, uchar4)

inline void __syncthreads() { pulmu_barrier(); }
inline void __syncwarp(unsigned mask = 0xffffffffu) { pulmu_exchange(0, mask, 0, 0); }

// Values travel as 64 bits; a lane that nobody deposited for delivers 0xff…, a NaN.
template <typename T>
inline T pulmu_shuffle(unsigned mask, T value, int source) {
  static_assert(sizeof(T) <= 8, "a shuffle moves at most 64 bits");
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof(T));
  bits = pulmu_exchange(1, mask, source, bits);
  memcpy(&value, &bits, sizeof(T));
  return value;
}

template <typename T>
inline T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
  int lane = threadIdx.x % 32;
  return pulmu_shuffle(mask, value, (lane & ~(width - 1)) | (source & (width - 1)));
}

template <typename T>
inline T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
  int lane = threadIdx.x % 32, source = lane ^ bits;
  return pulmu_shuffle(mask, value, source > (lane | (width - 1)) ? lane : source);
}

template <typename T>
inline T __shfl_down_sync(unsigned mask, T value, unsigned by, int width = 32) {
  int lane = threadIdx.x % 32, source = lane + (int)by;
  return pulmu_shuffle(mask, value, source > (lane | (width - 1)) ? lane : source);
}

template <typename T>
inline T __shfl_up_sync(unsigned mask, T value, unsigned by, int width = 32) {
  int lane = threadIdx.x % 32, source = lane - (int)by;
  return pulmu_shuffle(mask, value, source < (lane & ~(width - 1)) ? lane : source);
}

inline unsigned __ballot_sync(unsigned mask, int predicate) {
  return (unsigned)pulmu_exchange(2, mask, 0, predicate != 0);
}
inline int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }

template <typename T>
inline T __ldg(const T* address) {
  return *address;
}

inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((uint64_t)a * b >> 32); }
inline float rsqrtf(float x) { return 1 / sqrtf(x); }

// What the library tells of its kernel: where it starts and how many parameters it has. Nothing else
// is visible outside of it, so that a kernel may be called as a function of the C library is.
template <typename... P>
constexpr int pulmu_parameters(void (*)(P...)) {
  static_assert(((sizeof(P) == 8) && ...), "all parameters of a kernel are 64 bits wide");
  return sizeof...(P);
}
#define PULMU_VISIBLE extern "C" __attribute__((visibility("default")))
#define PULMU_KERNEL(NAME)                      \
  PULMU_VISIBLE void* const pulmu_entry = (void*)NAME; \
  PULMU_VISIBLE const int pulmu_arity = pulmu_parameters(NAME);
