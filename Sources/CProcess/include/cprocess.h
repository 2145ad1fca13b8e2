#pragma once
#include "affinity.h"
#include "crash.h"
#include "peak_memory.h"
#include "termination.h"
