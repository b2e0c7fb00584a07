/* The same where the result may need more than 32 bits. */
static int64_t shifted_wide(int32_t value, int32_t power)
{
    uint64_t bits = (uint64_t)value;
    if (power == 0) {
        return 0;
    }
    if (power < 0) {
        bits = 0u - bits;
        HIDE(bits);
        power = -power;
    }
    return (int64_t)(bits << (power - 1));
}
