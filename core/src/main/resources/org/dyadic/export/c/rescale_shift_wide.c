/* The same where what is shifted back may need more than 32 bits. */
struct rescale_shift_wide {
    const int8_t *factor;
    const int64_t *offset;
    const int8_t *other;
    uint32_t shift;
    int32_t low, high;
};
