// The gradient of u, of gamma and beta or of the bias, given that of y(ROWS,OUTPUTS), which it
// replaces: d = dy · mask · activation'(z), and with batch norm du = gamma / sqrt(variance + epsilon)
// · (d - mean(d) - x · mean(d x)), where x is the normalised u.
// Constants: ROWS, NORM, COLUMNS, LANES, GRADIENT (0 for a frozen block, whose parameters have none),
// ADD (whether it is added to that of the batches before), and those of block.cuh and
// dropout.cuh.
#include "dropout.cuh"
#include "columns.cuh"

// gamma: or the bias; gammaGradient: or that of the bias
extern "C" __global__ void backward(const Place* place, long long position, const float* numbers,
                                    const float* u, const float* gamma, const float* beta,
                                    const float* mean, const float* scale, float* dy,
                                    float* gammaGradient, float* betaGradient) {
  extern __shared__ float smem[];
  int column = blockIdx.x * COLUMNS + threadIdx.x % COLUMNS;
  int lane = threadIdx.x / COLUMNS;
  bool inside = column < OUTPUTS;
  float centre = NORM && inside ? mean[column] : 0.f;
  float inverse = NORM && inside ? scale[column] : 1.f;
  float stretch = NORM && inside ? gamma[column] : 1.f;
  float shift = !inside ? 0.f : NORM ? beta[column] : gamma[column];
  float sum = 0.f;
  float products = 0.f;
  for (int row = lane; inside && row < ROWS; row += LANES) {
    long long at = (long long)row * OUTPUTS + column;
    float normalised = (u[at] - centre) * inverse;
    float z = normalised * stretch + shift;
    float d = dy[at] * mask(place, position, numbers, row, column) * activation_slope(z);
    dy[at] = d;
    sum += d;
    products += d * normalised;
  }
  float total = column_sum(sum, smem);
  if (NORM) {
    float along = column_sum(products, smem);
    float share = total / ROWS;
    float slope = along / ROWS;
    for (int row = lane; inside && row < ROWS; row += LANES) {
      long long at = (long long)row * OUTPUTS + column;
      float normalised = (u[at] - centre) * inverse;
      dy[at] = stretch * inverse * (dy[at] - share - normalised * slope);
    }
    if (GRADIENT && inside && lane == 0) {
      gammaGradient[column] = ADD ? gammaGradient[column] + along : along;
      betaGradient[column] = ADD ? betaGradient[column] + total : total;
    }
  } else if (GRADIENT && inside && lane == 0) {
    gammaGradient[column] = ADD ? gammaGradient[column] + total : total;
  }
}
