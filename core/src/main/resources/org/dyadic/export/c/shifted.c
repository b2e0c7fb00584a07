/* A value times a power of two that may be negative, coded as its sign and exponent + 1; or 0. */
static int32_t shifted(int32_t value, int32_t power)
{
    const uint32_t bits = (uint32_t)value;
    if (power == 0) {
        return 0;
    }
    return (int32_t)(power < 0 ? (0u - bits) << (-power - 1) : bits << (power - 1));
}
