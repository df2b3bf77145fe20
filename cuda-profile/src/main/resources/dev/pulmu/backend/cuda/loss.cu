// Loss, gradient of the logits and right answers of logits(rows,outputs); a warp a row.
// Constants: KIND (0 softmax, 1 sigmoid, 2 squares), TRAIN (whether there is a gradient), JUDGES
// (what an answer is: 0 nothing, 1 a class, 2 all signs).
#include "place.cuh"

#define EVERYONE 0xffffffffu
#define WARPS 8

__device__ __forceinline__ float warp_sum(float value) {
  for (int other = 16; other > 0; other /= 2) {
    value += __shfl_xor_sync(EVERYONE, value, other);
  }
  return value;
}

__device__ __forceinline__ float warp_max(float value) {
  for (int other = 16; other > 0; other /= 2) {
    value = fmaxf(value, __shfl_xor_sync(EVERYONE, value, other));
  }
  return value;
}

// A row's loss -sum t log softmax(x); the logarithm is taken of the sum alone.
__device__ __forceinline__ float softmax(const float* x, const float* t, float* dx, int outputs,
                                         float samples, int lane) {
  float largest = x[0];
  for (int i = lane; i < outputs; i += 32) {
    largest = fmaxf(largest, x[i]);
  }
  largest = warp_max(largest);
  float exponentials = 0.f;
  float wanted = 0.f;
  for (int i = lane; i < outputs; i += 32) {
    exponentials += expf(x[i] - largest);
    wanted += t[i];
  }
  exponentials = warp_sum(exponentials);
  wanted = warp_sum(wanted);
  float logarithm = logf(exponentials);
  float loss = 0.f;
  for (int i = lane; i < outputs; i += 32) {
    float shifted = x[i] - largest;
    loss += t[i] * (logarithm - shifted);
    if (TRAIN) {
      dx[i] = (expf(shifted) / exponentials * wanted - t[i]) / samples;
    }
  }
  return warp_sum(loss);
}

// Mean over the outputs of c (max(x, 0) - x t + log(1 + exp(-|x|))), or of (x - t)².
__device__ __forceinline__ float terms(const float* x, const float* t, const float* weights,
                                       float* dx, int outputs, float samples, int lane) {
  float loss = 0.f;
  for (int i = lane; i < outputs; i += 32) {
    float value = x[i];
    float term;
    float slope;
    if (KIND == 1) {
      term = weights[i] * (fmaxf(value, 0.f) - value * t[i] + log1pf(expf(-fabsf(value))));
      slope = weights[i] * (1.f / (1.f + expf(-value)) - t[i]);
    } else {
      term = (value - t[i]) * (value - t[i]);
      slope = 2.f * (value - t[i]);
    }
    loss += term;
    if (TRAIN) {
      dx[i] = slope / (samples * outputs);
    }
  }
  return warp_sum(loss) / outputs;
}

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
    float rowLoss = KIND == 0 ? softmax(x, t, dx, outputs, samples, lane)
                               : terms(x, t, weights, dx, outputs, samples, lane);
    int answer = 0;
    if (JUDGES) {
      answer = JUDGES == 1 ? largest_place(x, outputs, lane) : all_signs_right(x, t, outputs, lane);
      right += JUDGES == 1 ? answer == labels[sample] : answer;
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
