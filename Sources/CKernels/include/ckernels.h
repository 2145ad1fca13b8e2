#pragma once
#include "bytes.h"
#include "depth.h"
#include "planes.h"
#include "genotypes.h"
#include "medians.h"
#include "quality.h"
#include "scores.h"
