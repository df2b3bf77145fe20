// What is done to all parameters at once. Constant: CLIP (whether the gradient's norm has a limit).
#pragma once
#include "update_numbers.cuh"

#define THREADS 256

// Where a thread begins; its elements are a whole grid apart.
__device__ __forceinline__ long long first_element() {
  return (long long)blockIdx.x * THREADS + threadIdx.x;
}

// The range that a parameter lies in, the first if there are none; -1 if it is frozen. It looks at all
// of them: with a way out of the loop registers spill on sm_100.
__device__ __forceinline__ int range_of(const int* ranges, long long count, long long i) {
  int found = count == 0 ? 0 : -1;
  for (int range = 0; range < count; range++) {
    found = i >= ranges[2 * range] && i < ranges[2 * range + 1] ? range : found;
  }
  return found;
}

// The sum over all threads of a block, for all of them, in a fixed order.
__device__ __forceinline__ double block_sum(double value, double* scratch) {
  __syncthreads();
  scratch[threadIdx.x] = value;
  for (int half = THREADS / 2; half > 0; half /= 2) {
    __syncthreads();
    if ((int)threadIdx.x < half) {
      scratch[threadIdx.x] += scratch[threadIdx.x + half];
    }
  }
  __syncthreads();
  return scratch[0];
}

// What makes the gradient as long as it may be; 1 if it is not longer.
__device__ __forceinline__ float clipping(const double* squares, long long blocks,
                                          const float* numbers, double* scratch) {
  double norm = sqrt(block_sum(threadIdx.x < blocks ? squares[threadIdx.x] : 0., scratch));
  return norm > numbers[NORM_LIMIT] ? (float)(numbers[NORM_LIMIT] / norm) : 1.f;
}
