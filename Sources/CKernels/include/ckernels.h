#pragma once
#include "bytes.h"
#include "depth.h"
#include "quality.h"
#include "scores.h"
