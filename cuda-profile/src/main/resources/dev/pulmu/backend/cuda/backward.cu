// The gradient of u, of gamma and beta or of the bias, given that of y(rows,outputs), which it
// replaces: d = dy · mask · activation'(z), and with batch norm du = gamma / sqrt(variance + epsilon)
// · (d - mean(d) - x · mean(d x)), where x is the normalised u.
// Constants: NORM, and those of dropout.cuh.
#include "dropout.cuh"
#include "columns.cuh"

// gamma: or the bias; gammaGradient: or that of the bias; first, tensor, columns: as in forward.cu;
// trains: 0 for a frozen block, whose parameters have no gradient; add: whether it is added to that
// of the batches before
extern "C" __global__ void backward(const Place* place, long long position, const float* numbers,
                                    const float* u, const float* gamma, const float* beta,
                                    const float* mean, const float* scale, float* dy,
                                    float* gammaGradient, float* betaGradient, long long rows,
                                    long long outputs, long long first, long long tensor,
                                    long long columns, long long trains, long long add) {
  extern __shared__ float smem[];
  int column = blockIdx.x * columns + threadIdx.x % columns;
  int lane = threadIdx.x / columns;
  int lanes = blockDim.x / columns;
  bool inside = column < outputs;
  float centre = NORM && inside ? mean[column] : 0.f;
  float inverse = NORM && inside ? scale[column] : 1.f;
  float stretch = NORM && inside ? gamma[column] : 1.f;
  float shift = !inside ? 0.f : NORM ? beta[column] : gamma[column];
  float sum = 0.f;
  float products = 0.f;
  for (int row = lane; inside && row < rows; row += lanes) {
    long long at = row * outputs + column;
    float normalised = (u[at] - centre) * inverse;
    float z = normalised * stretch + shift;
    float d = dy[at] * mask(place, position, numbers, tensor, first * outputs + at) * activation_slope(z);
    dy[at] = d;
    sum += d;
    products += d * normalised;
  }
  float total = column_sum(sum, columns, smem);
  if (NORM) {
    float along = column_sum(products, columns, smem);
    float share = total / rows;
    float slope = along / rows;
    for (int row = lane; inside && row < rows; row += lanes) {
      long long at = row * outputs + column;
      float normalised = (u[at] - centre) * inverse;
      dy[at] = stretch * inverse * (dy[at] - share - normalised * slope);
    }
    if (trains && inside && lane == 0) {
      gammaGradient[column] = add ? gammaGradient[column] + along : along;
      betaGradient[column] = add ? betaGradient[column] + total : total;
    }
  } else if (trains && inside && lane == 0) {
    gammaGradient[column] = add ? gammaGradient[column] + total : total;
  }
}
