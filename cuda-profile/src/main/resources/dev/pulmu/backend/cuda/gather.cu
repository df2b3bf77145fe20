// Writes x(rows,inputs): the features of a batch's rows, as floats. A block a row.
// Constant: BYTES (whether features are bytes or floats).
#include "place.cuh"

// first: place of the batch's first row in its step; samples: rows of a step

extern "C" __global__ void gather(const Place* place, long long position, const int* order,
                                  const void* features, const float* scaleAndShift, float* x,
                                  long long inputs, long long first, long long samples) {
  int row = blockIdx.x;
  long long sample = order[place->row + position * samples + first + row];
  float scale = scaleAndShift[0];
  float shift = scaleAndShift[1];
  for (int column = threadIdx.x; column < inputs; column += blockDim.x) {
    float value = BYTES ? (float)((const unsigned char*)features)[sample * inputs + column]
                        : ((const float*)features)[sample * inputs + column];
    x[row * inputs + column] = value * scale + shift;
  }
}
