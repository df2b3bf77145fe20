// norm(x) in the text of a rule, which runs twice: it notes x where that is measured, and knows the
// norm where weights move.
#pragma once

struct Measuring {
  float* of;
  __device__ __forceinline__ float operator()(float x) {
    *of++ = x;
    return 0.f;  // what hangs on it is dropped
  }
};

struct Known {
  const float* norms;
  __device__ __forceinline__ float operator()(float) {
    return *norms++;
  }
};
