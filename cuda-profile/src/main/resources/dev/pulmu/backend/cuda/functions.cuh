// Defines the function of formulas (dev.pulmu.formula.Function) that C lacks.
#pragma once

// b where c <= 0, otherwise a: also where c is NaN.
__device__ __forceinline__ float select(float c, float a, float b) {
  return c <= 0.f ? b : a;
}
