// Blocks of columns × lanes threads, both powers of two: a thread owns a column and every lanes-th
// row of it. Sums are taken in a fixed order, so that every run gives the same bits.
#pragma once

// The sum of a column's values, for all its threads.
// scratch: a float for every thread of the block
__device__ __forceinline__ float column_sum(float value, int columns, float* scratch) {
  __syncthreads();  // the last sum may still be read
  scratch[threadIdx.x] = value;
  for (int half = blockDim.x / columns / 2; half > 0; half /= 2) {
    __syncthreads();
    if ((int)threadIdx.x < half * columns) {
      scratch[threadIdx.x] += scratch[threadIdx.x + half * columns];
    }
  }
  __syncthreads();
  return scratch[threadIdx.x % columns];
}
