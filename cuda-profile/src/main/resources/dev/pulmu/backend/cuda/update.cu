// One step of the optimizer over all parameters: clipping, decoupled decay, the rule, the moving
// average; and the running statistics that the step's batches have prepared. A step that is not
// finite changes nothing, nor does any after it.
// Constants: DECOUPLED (whether there is such a decay), EMA (whether there is an average), and that
// of update.cuh; and the text of the rule.
#include "place.cuh"
#include "update.cuh"
#include "rule.cuh"

// persistent: all tensors in canonical order; pending: the statistics with this step taken in;
// table: for each step what decoupled decay multiplies by, then the rule's numbers, together width
// numbers; norms: those that the rule takes of each range, which then is a tensor; blocks: how many
// sums of squares there are; averagesAt, averageWeightAt, statisticsAt: places among the persistent
// tensors
extern "C" __global__ void __launch_bounds__(256)
    update(const Place* place, long long position, float* persistent, const float* slopes,
           const float* pending, const float* table, const float* numbers, const int* ranges,
           const double* squares, const float* norms, const long long* bad, long long parameters,
           long long decayed, long long rangeCount, long long width, long long blocks,
           long long averagesAt, long long averageWeightAt, long long statistics,
           long long statisticsAt) {
  __shared__ double scratch[THREADS];
  if (*bad != 0) {
    return;
  }
  const float* step = table + (place->index + position) * width;
  float clip = CLIP ? clipping(squares, blocks, numbers, scratch) : 1.f;
  long long first = first_element();
  for (long long i = first; i < parameters; i += gridDim.x * THREADS) {
    int range = range_of(ranges, rangeCount, i);
    if (range >= 0) {
      if (DECOUPLED && i < decayed) {
        persistent[i] *= step[0];
      }
      rule(persistent, parameters, i, CLIP ? slopes[i] * clip : slopes[i], step + 1, numbers + RULE,
           norms + range * NORMS, i < decayed);
    }
    if (EMA) {
      float decay = numbers[EMA_DECAY];
      persistent[averagesAt + i] = decay * persistent[averagesAt + i] + (1.f - decay) * persistent[i];
    }
  }
  for (long long i = first; i < statistics; i += gridDim.x * THREADS) {
    persistent[statisticsAt + i] = pending[i];
  }
  if (EMA && first == 0) {
    float decay = numbers[EMA_DECAY];
    persistent[averageWeightAt] = decay * persistent[averageWeightAt] + (1.f - decay);
  }
}
