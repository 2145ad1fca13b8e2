#pragma once
#include "depth.h"
#include "quality.h"
