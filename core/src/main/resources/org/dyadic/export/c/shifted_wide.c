/* The same where the result may need more than 32 bits. */
static int64_t shifted_wide(int32_t value, int32_t power)
{
    const uint64_t bits = (uint64_t)value;
    if (power == 0) {
        return 0;
    }
    return (int64_t)(power < 0 ? (0u - bits) << (-power - 1) : bits << (power - 1));
}
