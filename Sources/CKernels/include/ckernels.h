#pragma once
#include "bytes.h"
#include "depth.h"
#include "planes.h"
#include "quality.h"
#include "scores.h"
