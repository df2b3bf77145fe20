// Moves the place of training behind the steps of a graph, at the graph's end. One thread.
#include "place.cuh"

extern "C" __global__ void advance(Place* place, long long steps, long long rows) {
  if (threadIdx.x == 0) {
    place->step += steps;
    place->index += steps;
    place->row += rows;
  }
}
