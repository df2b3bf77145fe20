// The numbers of a block, and the text of its activation.
#pragma once
#include "activation.cuh"

#define EPSILON 0      // of its batch norm
#define MOMENTUM 1     // of its running statistics
#define PROBABILITY 2  // to drop an element in training
#define KEPT 3         // what an element that stays is multiplied by in training
#define USED 4         // what every element is multiplied by in use
