/* A value times a power of two that may be negative, coded as its sign and exponent + 1; or 0. */
static int32_t shifted(int32_t value, int32_t power)
{
    uint32_t bits = (uint32_t)value;
    if (power == 0) {
        return 0;
    }
    if (power < 0) {
        bits = 0u - bits;
        HIDE(bits);
        power = -power;
    }
    return (int32_t)(bits << (power - 1));
}
