// Finishes a step's gradient: adds the penalty's share, looks for numbers that are not finite, and
// sums the squares for clipping. Constants: PENALTY, and that of update.cuh.
#include "place.cuh"
#include "update.cuh"

// squares: a sum for each block; bad: 1 + the first step that is not finite; decayed: how many of
// the first parameters are under weight decay
extern "C" __global__ void __launch_bounds__(256)
    gradient(const Place* place, long long position, const float* weights, float* slopes,
             const float* numbers, const int* ranges, double* squares, long long* bad,
             long long parameters, long long decayed, long long rangeCount) {
  __shared__ double scratch[THREADS];
  double sum = 0.;
  for (long long i = first_element(); i < parameters; i += gridDim.x * THREADS) {
    float slope = slopes[i];
    if (PENALTY && i < decayed && range_of(ranges, rangeCount, i) >= 0) {
      float w = weights[i];
      slope += numbers[WEIGHT_DECAY] * w;
      slope += w > 0.f ? numbers[L1] : w < 0.f ? -numbers[L1] : 0.f;
      slopes[i] = slope;
    }
    if (!(fabsf(slope) <= 3.402823466e38f) && *bad == 0) {
      *bad = place->step + position + 1;
    }
    sum += CLIP ? (double)slope * slope : 0.;
  }
  if (CLIP) {
    double all = block_sum(sum, scratch);
    if (threadIdx.x == 0) {
      squares[blockIdx.x] = all;
    }
  }
}
