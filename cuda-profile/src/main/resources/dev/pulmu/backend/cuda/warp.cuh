// Sums and largest numbers of the 32 threads of a warp, for all of them.
#pragma once

#define EVERYONE 0xffffffffu

__device__ __forceinline__ float warp_sum(float value) {
  for (int other = 16; other > 0; other /= 2) {
    value += __shfl_xor_sync(EVERYONE, value, other);
  }
  return value;
}

__device__ __forceinline__ float warp_max(float value) {
  for (int other = 16; other > 0; other /= 2) {
    value = fmaxf(value, __shfl_xor_sync(EVERYONE, value, other));
  }
  return value;
}
