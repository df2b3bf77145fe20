// Dropout in training. Constants: DROPOUT (whether there is any), USE_DROPOUT (what its random numbers
// are drawn for).
#pragma once
#include "block.cuh"
#include "philox.cuh"
#include "place.cuh"

// What training multiplies an element by.
// tensor: the block's address among random numbers; element: counted from the first one of the step
__device__ __forceinline__ float mask(const Place* place, long long position, const float* numbers,
                                      unsigned tensor, unsigned long long element) {
  if (!DROPOUT) {
    return 1.f;
  }
  unsigned word =
      random_word(place->seed, USE_DROPOUT, tensor, place->step + position, element);
  unsigned threshold = (unsigned)(numbers[PROBABILITY] * 4294967296.f);
  return word < threshold ? 0.f : numbers[KEPT];
}
