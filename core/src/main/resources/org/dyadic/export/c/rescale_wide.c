/* The same where the product may need more than 32 bits. */
struct rescale_wide {
    const int32_t *factor;
    const int64_t *offset;
    const int32_t *other;
    uint32_t shift;
    int32_t low, high;
};
