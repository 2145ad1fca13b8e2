#pragma once
#include "affinity.h"
