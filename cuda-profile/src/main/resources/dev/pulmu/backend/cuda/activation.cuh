// Activations and their slopes. ACTIVATION is the ordinal of dev.pulmu.network.Activation.
// NaN goes through all of them, so that it reaches the loss.
#pragma once

#define GELU_SLOPE 0.79788456080286535588f  // sqrt(2 / pi)
#define GELU_CUBE 0.044715f

__device__ __forceinline__ float activate(float z) {
  switch (ACTIVATION) {
    case 1: return z <= 0.f ? 0.f : z;                                                // ReLU
    case 2: return z <= 0.f ? 0.01f * z : z;                                          // leaky ReLU
    case 3: return 1.f / (1.f + expf(-z));                                            // sigmoid
    case 4: return tanhf(z);                                                          // tanh
    case 5: return z <= 0.f ? expm1f(z) : z;                                          // ELU
    case 6: return 0.5f * z * (1.f + tanhf(GELU_SLOPE * (z + GELU_CUBE * z * z * z)));  // GELU
    default: return z;
  }
}

__device__ __forceinline__ float activation_slope(float z) {
  switch (ACTIVATION) {
    case 1: return z <= 0.f ? 0.f : 1.f;
    case 2: return z <= 0.f ? 0.01f : 1.f;
    case 3: {
      float s = 1.f / (1.f + expf(-z));
      return s * (1.f - s);
    }
    case 4: {
      float t = tanhf(z);
      return 1.f - t * t;
    }
    case 5: return z <= 0.f ? expf(z) : 1.f;
    case 6: {
      float t = tanhf(GELU_SLOPE * (z + GELU_CUBE * z * z * z));
      float inner = GELU_SLOPE * (1.f + 3.f * GELU_CUBE * z * z);
      return 0.5f * (1.f + t) + 0.5f * z * (1.f - t * t) * inner;
    }
    default: return 1.f;
  }
}
