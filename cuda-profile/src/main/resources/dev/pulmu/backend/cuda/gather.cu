// x(ROWS,INPUTS): the features of a batch's rows, as numbers. A block a row.
// Constants: ROWS, FIRST (place of the first row in the step), SAMPLES (rows of a step), INPUTS,
// BYTES (whether features are bytes or floats).
#include "place.cuh"

extern "C" __global__ void gather(const Place* place, long long position, const int* order,
                                  const void* features, const float* scaleAndShift, float* x) {
  int row = blockIdx.x;
  long long sample = order[place->row + position * SAMPLES + FIRST + row];
  float scale = scaleAndShift[0];
  float shift = scaleAndShift[1];
  for (int column = threadIdx.x; column < INPUTS; column += blockDim.x) {
    float value = BYTES ? (float)((const unsigned char*)features)[sample * INPUTS + column]
                        : ((const float*)features)[sample * INPUTS + column];
    x[(long long)row * INPUTS + column] = value * scale + shift;
  }
}
