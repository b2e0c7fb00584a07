/* Where sums go on from at their start. */
static const uint32_t no_sums[@size@] = {0};
