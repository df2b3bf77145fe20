// The loss of a row of logits that goes output by output: the mean of loss_term(x, t) by weights, with
// the slopes loss_slope(x, t), both of the file that includes this one. Constant: TRAIN (whether there
// is a gradient).
#pragma once
#include "warp.cuh"

__device__ __forceinline__ float row_loss(const float* x, const float* t, const float* weights,
                                          float* dx, int outputs, float samples, int lane) {
  float loss = 0.f;
  for (int i = lane; i < outputs; i += 32) {
    loss += weights[i] * loss_term(x[i], t[i]);
    if (TRAIN) {
      dx[i] = weights[i] * loss_slope(x[i], t[i]) / (samples * outputs);
    }
  }
  return warp_sum(loss) / outputs;
}
