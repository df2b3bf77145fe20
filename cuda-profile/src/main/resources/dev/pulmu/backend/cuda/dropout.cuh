// Dropout in training. Constants: DROPOUT (0 or 1), TENSOR (the block's address among random
// numbers), FIRST (place of the batch's first row in its step), OUTPUTS.
#pragma once
#include "block.cuh"
#include "philox.cuh"
#include "place.cuh"

#define USE_DROPOUT 2  // ordinal in dev.pulmu.random.Use

// What training multiplies an element by.
__device__ __forceinline__ float mask(const Place* place, long long position, const float* numbers,
                                      int row, int column) {
  if (!DROPOUT) {
    return 1.f;
  }
  unsigned long long element = (unsigned long long)(FIRST + row) * OUTPUTS + column;
  unsigned word =
      random_word(place->seed, USE_DROPOUT, TENSOR, place->step + position, element);
  unsigned threshold = (unsigned)(numbers[PROBABILITY] * 4294967296.f);
  return word < threshold ? 0.f : numbers[KEPT];
}
