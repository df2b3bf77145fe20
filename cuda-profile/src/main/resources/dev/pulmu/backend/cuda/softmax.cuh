// The loss of a row of logits: softmax cross-entropy. Constant: TRAIN (whether there is a gradient).
#pragma once
#include "warp.cuh"

// -sum t log softmax(x); the logarithm is taken of the sum alone. weights: those of classes are in t
__device__ __forceinline__ float row_loss(const float* x, const float* t, const float* weights,
                                          float* dx, int outputs, float samples, int lane) {
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
