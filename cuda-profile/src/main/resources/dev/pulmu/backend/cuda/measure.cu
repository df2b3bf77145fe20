// What a rule takes norms of, over each tensor that moves: a sum of squares for each block and norm,
// in a fixed order. A step that is not finite is not measured. Constants: DECOUPLED (whether there is
// such a decay), and that of update.cuh; and the text of the rule.
#include "place.cuh"
#include "update.cuh"
#include "rule.cuh"

// tensors: where those that move begin and end; squares: those for clipping, of so many blocks; sums:
// for each tensor and norm one of each block; others as in update.cu
extern "C" __global__ void __launch_bounds__(256)
    measure(const Place* place, long long position, const float* persistent, const float* slopes,
            const float* table, const float* numbers, const int* tensors, const double* squares,
            const long long* bad, double* sums, long long parameters, long long decayed,
            long long width, long long blocks) {
  __shared__ double scratch[THREADS];
  if (*bad != 0) {
    return;
  }
  const float* step = table + (place->index + position) * width;
  float clip = CLIP ? clipping(squares, blocks, numbers, scratch) : 1.f;
  double sum[NORMS] = {};
  long long end = tensors[2 * blockIdx.y + 1];
  for (long long i = tensors[2 * blockIdx.y] + first_element(); i < end; i += gridDim.x * THREADS) {
    float w = persistent[i];
    float of[NORMS];
    measured(persistent, parameters, i, DECOUPLED && i < decayed ? w * step[0] : w,
             CLIP ? slopes[i] * clip : slopes[i], step + 1, numbers + RULE, i < decayed, of);
    for (int norm = 0; norm < NORMS; norm++) {
      sum[norm] += (double)of[norm] * of[norm];
    }
  }
  for (int norm = 0; norm < NORMS; norm++) {
    double all = block_sum(sum[norm], scratch);
    if (threadIdx.x == 0) {
      sums[(blockIdx.y * NORMS + norm) * gridDim.x + blockIdx.x] = all;
    }
  }
}
