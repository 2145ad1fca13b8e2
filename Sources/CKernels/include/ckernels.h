#pragma once
#include "bytes.h"
#include "depth.h"
#include "genotypes.h"
#include "quality.h"
