// One step of the optimizer over all parameters: clipping, decoupled decay, the rule, the moving
// average; and the running statistics that the step's batches have prepared. A step that is not
// finite changes nothing, nor does any after it.
// Constants: WIDTH (numbers of a step in the table), DECOUPLED, EMA (whether there is an average),
// EMA_AT and EMA_WEIGHT_AT (where), STATISTICS and STATISTICS_AT (running statistics of batch norm:
// how many, where), and those of update.cuh.
#include "place.cuh"
#include "update.cuh"
#include "rule.cuh"

// persistent: all tensors in canonical order; pending: the statistics with this step taken in;
// table: for each step what decoupled decay multiplies by, then the rule's numbers
extern "C" __global__ void __launch_bounds__(256)
    update(const Place* place, long long position, float* persistent, const float* slopes,
           const float* pending, const float* table, const float* numbers, const int* ranges,
           const double* squares, const long long* bad) {
  __shared__ double scratch[THREADS];
  if (*bad != 0) {
    return;
  }
  const float* step = table + (place->index + position) * WIDTH;
  float clip = 1.f;
  if (CLIP) {
    double norm = sqrt(block_sum((int)threadIdx.x < BLOCKS ? squares[threadIdx.x] : 0., scratch));
    clip = norm > numbers[NORM_LIMIT] ? (float)(numbers[NORM_LIMIT] / norm) : 1.f;
  }
  long long first = first_element();
  for (long long i = first; i < PARAMETERS; i += gridDim.x * THREADS) {
    if (moves(ranges, i)) {
      if (DECOUPLED && i < DECAYED) {
        persistent[i] *= step[0];
      }
      rule(persistent, i, CLIP ? slopes[i] * clip : slopes[i], step + 1, numbers + RULE);
    }
    if (EMA) {
      float decay = numbers[EMA_DECAY];
      persistent[EMA_AT + i] = decay * persistent[EMA_AT + i] + (1.f - decay) * persistent[i];
    }
  }
  for (long long i = first; i < STATISTICS; i += gridDim.x * THREADS) {
    persistent[STATISTICS_AT + i] = pending[i];
  }
  if (EMA && first == 0) {
    float decay = numbers[EMA_DECAY];
    persistent[EMA_WEIGHT_AT] = decay * persistent[EMA_WEIGHT_AT] + (1.f - decay);
  }
}
