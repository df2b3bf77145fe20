// A text with a header in a header, for KernelTextTest.
#include "nested.cuh"
  #include "rule.cuh"

extern "C" __global__ void nested(Place* place) {}
