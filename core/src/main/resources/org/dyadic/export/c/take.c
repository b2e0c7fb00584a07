/* The next count inputs, and zeros to the next multiple of @pad@ + 1. Gives the number of groups of 4. */
static uint32_t take_@in@_@pad@(const @in@ *in, uint32_t count, uint32_t *inputs)
{
    const uint32_t groups = ((count + @pad@u) & ~@pad@u) >> 2;
    uint32_t missing = ((count + @pad@u) & ~@pad@u) - count;
    do {
        uint32_t value = (uint32_t)*in++;
        HIDE(value);
        *inputs++ = value;
    } while (--count != 0u);
    for (; missing != 0u; missing--) {
        uint32_t zero = 0u;
        HIDE(zero);
        *inputs++ = zero;
    }
    return groups;
}
