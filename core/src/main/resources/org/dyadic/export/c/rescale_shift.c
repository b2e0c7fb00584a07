/* Sums to the numbers of the next layer: factors are sums of two powers of two, a channel's side by
 * side, so that a sum is shifted twice, added to the offset, which holds the bias and the half that
 * rounds, shifted back, and limited. */
struct rescale_shift {
    const int8_t *factor;
    const int32_t *offset;
    const int8_t *other;                    /* of what is added, where something is */
    uint32_t shift;
    int32_t low, high;
};
