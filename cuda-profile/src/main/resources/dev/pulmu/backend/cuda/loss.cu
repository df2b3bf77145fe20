// Computes the loss, its gradient and the right answers of logits(rows,outputs); a warp a row.
// Constants: CLASSES (whether an answer is a class, the largest logit), SIGNS (whether it is all signs
// of the logits), and that of the loss; and the text of the loss: row_loss.
#include "place.cuh"
#include "warp.cuh"
#include "row_loss.cuh"

#define WARPS 8

// The place of the largest logit, of the first one if several are.
__device__ __forceinline__ int largest_place(const float* x, int outputs, int lane) {
  float value = 0.f;
  int place = outputs;  // none yet
  for (int i = lane; i < outputs; i += 32) {
    if (place == outputs || x[i] > value) {
      value = x[i];
      place = i;
    }
  }
  for (int other = 16; other > 0; other /= 2) {
    float value2 = __shfl_xor_sync(EVERYONE, value, other);
    int place2 = __shfl_xor_sync(EVERYONE, place, other);
    if (place2 < outputs && (place == outputs || value2 > value || (value2 == value && place2 < place))) {
      value = value2;
      place = place2;
    }
  }
  return place;
}

__device__ __forceinline__ int all_signs_right(const float* x, const float* t, int outputs,
                                               int lane) {
  int right = 1;
  for (int i = lane; i < outputs; i += 32) {
    right &= (x[i] > 0.f) == (t[i] > 0.5f);
  }
  for (int other = 16; other > 0; other /= 2) {
    right &= __shfl_xor_sync(EVERYONE, right, other);
  }
  return right;
}

// targets, labels: of all samples; sums: loss and right answers of each block of each step;
// answers: of each row, a class or whether it is right; bad: 1 + the first step that is not finite;
// first: place of the batch's first row in its step; samples: rows of a step, over which the mean is
// taken; parts: of a step's losses; part: the first one of this launch
extern "C" __global__ void __launch_bounds__(256)
    loss(const Place* place, long long position, const int* order, const float* targets,
         const int* labels, const float* weights, const float* logits, float* gradient,
         double* sums, int* answers, long long* bad, long long rows, long long outputs,
         long long first, long long samples, long long parts, long long part) {
  __shared__ double losses[WARPS];
  __shared__ int rights[WARPS];
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  double loss = 0.;
  int right = 0;
  for (int row = blockIdx.x * WARPS + warp; row < rows && row < place->live;
       row += gridDim.x * WARPS) {
    long long sample = order[place->row + position * samples + first + row];
    const float* x = logits + (long long)row * outputs;
    const float* t = targets + sample * outputs;
    float* dx = gradient + (long long)row * outputs;
    float rowLoss = row_loss(x, t, weights, dx, outputs, samples, lane);
    int answer = 0;
    if (CLASSES) {
      answer = largest_place(x, outputs, lane);
      right += answer == labels[sample];
    }
    if (SIGNS) {
      answer = all_signs_right(x, t, outputs, lane);
      right += answer;
    }
    if (lane == 0) {
      answers[row] = answer;
      if (!(fabsf(rowLoss) <= 3.402823466e38f) && *bad == 0) {
        *bad = place->step + position + 1;
      }
    }
    loss += rowLoss;
  }
  if (lane == 0) {
    losses[warp] = loss;
    rights[warp] = right;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    double allLosses = 0.;
    int allRights = 0;
    for (int i = 0; i < WARPS; i++) {
      allLosses += losses[i];
      allRights += rights[i];
    }
    long long to = (place->index + position) * parts + part + blockIdx.x;
    sums[2 * to] = allLosses;
    sums[2 * to + 1] = allRights;
  }
}
