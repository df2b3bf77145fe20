#pragma once
#include "place.cuh"
