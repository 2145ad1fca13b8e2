#pragma once
#include "crash.h"
#include "peak_memory.h"
#include "termination.h"
