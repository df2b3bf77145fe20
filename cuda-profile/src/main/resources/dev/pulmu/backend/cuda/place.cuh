// The place of training: which step, and where its rows are. The host writes it before an epoch's
// first step; at position p of a graph, counted in steps, the step is place->step + p, and so on.
#pragma once

struct Place {
  long long step;   // counted over the whole run; address of the dropout masks
  long long row;    // the step's first row in the epoch's order
  long long index;  // its row in the table of per-step numbers, and in the results
  long long seed;   // of the dropout masks
  long long live;   // how many rows of a batch count, where it was filled up
};
