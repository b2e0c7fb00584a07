/* Sums to the numbers of the next layer: (factor * sum + offset) >> shift, then limits. The offset
 * holds the bias and the half that rounds. */
struct rescale {
    const int32_t *factor;
    const int32_t *offset;
    const int32_t *other;                   /* of what is added, where something is */
    uint32_t shift;
    int32_t low, high;
};
