static int64_t shifts_wide(int32_t value, int32_t power, int32_t more)
{
    return (int64_t)((uint64_t)shifted_wide(value, power) + (uint64_t)shifted_wide(value, more));
}
