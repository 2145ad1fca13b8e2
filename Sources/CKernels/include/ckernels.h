#pragma once
#include "depth.h"
